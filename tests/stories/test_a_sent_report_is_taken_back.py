"""A sent report can be taken back by its sender until the Department has opened it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from programme.models import Report
from tests.factories.programme import AgencyFactory, ReportingProgrammeFactory
from tests.factories.reports import (
    ReportFactory,
    at_work,
    department,
    known,
    task_of,
    writer,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
TAKE_BACK = "Rút lại để sửa"


@pytest.fixture
def sender(clock):
    clock.set(date(2026, 3, 20))
    return writer(AgencyFactory())


@pytest.fixture
def report(sender) -> Report:
    agency = sender.officer.agency
    made = ReportFactory(task=task_of(ReportingProgrammeFactory(), agency), agency=agency)
    made.submit(sender)
    return made


def address(report: Report) -> str:
    return reverse("admin:programme_report_change", args=[report.pk])


def taken_back(browser, report: Report):
    """Press the button with what the page showed; the answer."""
    form = read(browser.get(address(report))).form("take_back")
    return browser.post(address(report), form | {"take_back": "1"}, follow=True)


def test_it_is_a_draft_again_with_all_that_it_said(sender, report):
    page = read(taken_back(at_work(sender), report))
    assert "Đã rút lại báo cáo" in page
    now = known(report)
    assert (now.state, now.results, now.reported_on) == ("draft", report.results, None)
    assert [each.event for each in now.versions.all()] == ["submitted", "taken_back"]
    assert now.history.first().history_user == sender
    now.submit(sender)
    assert now.reported_on == date(2026, 3, 20)


def test_a_colleague_of_the_agency_may_and_nobody_else(report):
    colleague = writer(report.agency)
    assert TAKE_BACK in read(at_work(colleague).get(address(report))).buttons
    stranger, staff = at_work(writer()), department()
    seen = {"take_back": "1", "seen_version": report.version}
    assert stranger.post(address(report), seen).status_code in (403, 404)
    with pytest.raises(ValidationError, match="Chỉ đơn vị gửi"):
        known(report).take_back(staff)
    taken_back(at_work(colleague), report)
    assert known(report).state == "draft"


def test_once_the_department_has_opened_it_it_stays(sender, report):
    browser = at_work(sender)
    form = read(browser.get(address(report))).form("take_back")
    assert known(report).opened_at is None, "the agency's own reading opens nothing"
    reader, second = department(), department()
    at_work(reader).head(address(report))
    at_work(reader).get(address(report))
    opened = known(report).opened_at
    at_work(second).get(address(report))
    now = known(report)
    assert (now.opened_by, now.opened_at, now.version) == (reader, opened, report.version)
    page = read(browser.post(address(report), form | {"take_back": "1"}))
    assert "nên không rút lại được" in page
    assert known(report).state == "submitted"
    assert TAKE_BACK not in read(browser.get(address(report))).buttons


def test_who_decides_on_what_was_taken_back_meanwhile_is_told(sender, report):
    seen = report.version
    taken_back(at_work(sender), report)
    word = {"accept": "1", "remark": "", "seen_version": seen}
    page = read(at_work(department()).post(address(report), word))
    assert "Báo cáo đã đổi sau khi bạn mở trang" in page
    now = known(report)
    assert (now.state, now.opened_at) == ("draft", None)


def test_what_the_department_had_before_keeps_its_first_day(sender, report, clock):
    report.return_with("Thiếu số liệu.", department())
    clock.set(date(2026, 3, 28))
    report.submit(sender)
    assert known(report).opened_at is None
    report.take_back(sender)
    assert known(report).reported_on == date(2026, 3, 20)


def test_two_who_take_it_back_at_once(sender, report):
    report.take_back(sender)
    with pytest.raises(ValidationError, match="Đang soạn"):
        Report.objects.get(pk=report.pk).take_back(writer(report.agency))
