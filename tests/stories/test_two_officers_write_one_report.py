"""Two officers of an agency write one report: the second is told, and neither loses a word."""

from datetime import date

import pytest
from django.urls import reverse

from programme.models import Report
from programme.periods import Period
from tests.factories.programme import AgencyFactory, ReportingProgrammeFactory
from tests.factories.reports import (
    MeasureFactory,
    ReportFactory,
    at_work,
    document,
    known,
    sent_back,
    task_of,
    writer,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
Q1 = Period.read("2026-Q1")


@pytest.fixture
def agency(clock):
    clock.set(date(2026, 3, 20))
    return AgencyFactory()


@pytest.fixture
def draft(agency) -> Report:
    return ReportFactory(task=task_of(ReportingProgrammeFactory(), agency), agency=agency)


@pytest.fixture
def one(agency):
    return at_work(writer(agency))


@pytest.fixture
def other(agency):
    user = writer(agency)
    user.full_name = "Trần Thị Bình"
    user.save()
    return at_work(user)


def write(report: Report, name: str = "write") -> str:
    args = [report.task_id, report.agency.code, report.period]
    return reverse(f"admin:programme_report_{name}", args=args)


def test_the_second_is_told_and_keeps_what_they_typed(one, other, draft):
    measure = MeasureFactory(programme=draft.task.programme, task_number=draft.task.number)
    figure = f"figure_{measure.pk}"
    seen = sent_back(one, write(draft))
    other.post(write(draft), seen | {"results": "Của Bình.", figure: "7"})
    page = one.post(write(draft), seen | {"results": "Của tôi.", "send": "1"})
    assert page.status_code == 409
    told = read(page)
    assert "Trần Thị Bình đã sửa bản ghi này lúc" in told.non_field_errors
    changes = {row.label: (row.old, row.new) for row in page.context["writing"].differences}
    assert changes == {
        "Kết quả thực hiện trong quý": ("Của Bình.", "Của tôi."),
        "Doanh nghiệp được kết nối (doanh nghiệp)": ("7", ""),
    }
    form = page.context["writing"].form
    assert form["results"].value() == "Của tôi."
    assert known(draft).results == "Của Bình."
    again = seen | {"results": "Của cả hai.", figure: "7"}
    saved = one.post(write(draft), again | {"seen_version": form["seen_version"].value()})
    assert saved.status_code == 302
    assert known(draft).results == "Của cả hai."


def test_two_who_begin_at_once_are_told_too(one, other, draft):
    draft.delete()
    seen = sent_back(one, write(draft))
    other.post(write(draft), seen | {"results": "Của Bình."})
    assert one.post(write(draft), seen | {"results": "Của tôi."}).status_code == 409
    assert Report.objects.get().results == "Của Bình."


def test_a_file_of_the_second_is_not_lost(one, other, draft):
    seen = sent_back(one, write(draft))
    other.post(write(draft), seen | {"results": "Của Bình."})
    one.post(write(draft), seen | {"results": "Của tôi.", "evidence-0-file": document()})
    assert [row.title for row in draft.evidence.all()] == ["bien-ban"]


def test_what_was_sent_meanwhile_is_not_changed_and_the_text_stays(one, other, draft):
    seen = sent_back(one, write(draft))
    other.post(write(draft), seen | {"send": "1"})
    page = one.post(write(draft), seen | {"results": "Muộn rồi."})
    assert page.status_code == 409
    assert "Đã gửi, chờ tiếp nhận" in read(page).non_field_errors
    assert page.context["writing"].form["results"].value() == "Muộn rồi."
    assert known(draft).results == draft.results


def test_the_draft_is_saved_while_one_types(one, draft):
    seen = sent_back(one, write(draft))
    answer = one.post(write(draft, "autosave"), seen | {"results": "Đang gõ", "progress": "200"})
    assert answer.is_unattended  # so that it prolongs no session
    assert "Đã tự lưu nháp lúc" in read(answer)
    assert "Chưa lưu các mục đang có lỗi." in read(answer)
    kept = known(draft)
    assert (kept.results, kept.progress, kept.state) == ("Đang gõ", draft.progress, "draft")
    seen_version = read(answer).by_id["id_seen_version"]
    assert seen_version.get("value") == str(kept.version)
    assert seen_version.get("hx-swap-oob") == "true"
    typed = seen | {"results": "Đang gõ tiếp", "seen_version": kept.version}
    assert one.post(write(draft), typed).status_code == 302


def test_saving_by_itself_never_sends_nor_overwrites(one, other, draft):
    seen = sent_back(one, write(draft))
    one.post(write(draft, "autosave"), seen | {"send": "1"})
    assert known(draft).state == "draft"
    answer = other.post(write(draft, "autosave"), seen | {"results": "Đè lên"})
    assert "Chưa tự lưu được" in read(answer).non_field_errors
    assert known(draft).results == draft.results
    assert one.get(write(draft, "autosave")).status_code == 405
