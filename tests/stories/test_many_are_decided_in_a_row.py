"""Story: the Department takes in twenty reports at once, and goes from one record to the next."""

import pytest
from django.urls import reverse

from core.transitions import own_error
from programme.models import Report
from tests.factories.duplicates import DuplicatePairFactory
from tests.factories.membership import WaitingClaimFactory
from tests.factories.people import StaffFactory, SuperuserFactory, allowed
from tests.factories.programme import ReportingProgrammeFactory
from tests.factories.reports import (
    ReturnedReportFactory,
    SubmittedReportFactory,
    at_work,
    department,
    task_of,
    writer,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
QUEUE = reverse("admin:programme_report_changelist")


@pytest.fixture
def task():
    return task_of(ReportingProgrammeFactory())


def accept(client, reports):
    chosen = {"action": "accept_chosen", "_selected_action": [each.pk for each in reports]}
    return client.post(f"{QUEUE}?state__exact=submitted", chosen, follow=True)


def test_twenty_reports_are_taken_in_by_one_choice(task):
    """Clicks: the line of the start page, all rows, the action, its button."""
    reports = SubmittedReportFactory.create_batch(20, task=task)
    page = read(accept(at_work(department()), reports))
    assert "Đã thực hiện với 20 bản ghi." in page
    assert Report.objects.accepted().count() == 20
    assert all(report.versions.filter(event="accepted").exists() for report in reports)


def test_what_one_has_sent_oneself_and_what_does_not_wait_stay_and_are_told(task):
    by = department()
    own, other = SubmittedReportFactory.create_batch(2, task=task)
    Report.objects.filter(pk=own.pk).update(submitted_by=by)
    returned = ReturnedReportFactory(task=task)
    page = read(accept(at_work(by), [own, other, returned]))
    assert "Đã thực hiện với 1 bản ghi." in page
    assert own_error().messages[0] in page
    states = {each.pk: each.state for each in Report.objects.all()}
    assert states == {own.pk: "submitted", other.pk: "accepted", returned.pk: "returned"}


def test_who_may_not_take_reports_in_is_not_offered_to(task):
    report = SubmittedReportFactory(task=task)
    officer = at_work(writer(report.agency))
    accept(officer, [report])
    report.refresh_from_db()
    assert report.state == "submitted"


def test_after_a_report_the_next_is_offered_but_never_an_own_one(task):
    by = department()
    first, own, last = SubmittedReportFactory.create_batch(3, task=task)
    Report.objects.filter(pk=own.pk).update(submitted_by=by)
    client = at_work(by)
    page = reverse("admin:programme_report_change", args=[first.pk])
    form = read(client.get(page)).form()
    told = read(client.post(page, {**form, "accept": "1"}, follow=True))
    assert "Báo cáo kế tiếp" in told
    following = told.text.partition("Báo cáo kế tiếp: ")[2]
    assert following.startswith(str(last))


def test_after_a_claim_and_a_pair_the_next_is_offered():
    client = at_work(SuperuserFactory())
    first, second = WaitingClaimFactory.create_batch(2)
    decide = reverse("admin:membership_claim_decide", args=[first.pk, "refuse"])
    told = read(client.post(decide, {"reason": "Thiếu giấy tờ."}, follow=True))
    assert "Đề nghị kế tiếp" in told
    assert reverse("admin:membership_claim_change", args=[second.pk]) in told.addresses
    decide = reverse("admin:membership_claim_decide", args=[second.pk, "refuse"])
    assert "Đề nghị kế tiếp" not in read(client.post(decide, {"reason": "Không."}, follow=True))
    pair, another = DuplicatePairFactory.create_batch(2)
    compare = "admin:enterprises_duplicatepair_compare"
    told = read(client.post(reverse(compare, args=[pair.pk]), {"not_same": "1"}, follow=True))
    assert reverse(compare, args=[another.pk]) in told.addresses


def test_staff_who_only_see_reports_cannot_take_them_in(task):
    report = SubmittedReportFactory(task=task)
    accept(at_work(allowed(StaffFactory(), "programme.view_report")), [report])
    report.refresh_from_db()
    assert report.state == "submitted"
