"""Each step of reports, plans and the register records the moment at which it is taken."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from programme.consolidating.collecting import collect
from programme.models import (
    ConsolidatedReport,
    Officer,
    OpenCell,
    ReportReminder,
    Subscription,
    SubscriptionLetter,
)
from tests.factories.people import StaffFactory, UserFactory
from tests.factories.plans import plan_in
from tests.factories.programme import (
    AgencyFactory,
    ConsolidatedReportFactory,
    OfficerFactory,
    ReportingProgrammeFactory,
    SubscriptionFactory,
    TaskFactory,
    UnconfirmedSubscriptionFactory,
)
from tests.factories.reports import AcceptedReportFactory, ReportFactory, SubmittedReportFactory
from tests.recording import stored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(clock) -> date:
    clock.set(date(2031, 5, 15))
    return clock.day


def test_a_report_is_sent(clock):
    report = ReportFactory()
    clock.advance(days=3)
    report.submit(StaffFactory())
    assert stored(report, "submitted_at") == stored(report.versions.get(), "at") == {clock.now}
    assert stored(report, "reported_on") == {clock.day}


@pytest.mark.parametrize(
    ("factory", "step"),
    [
        (SubmittedReportFactory, lambda report: report.accept(StaffFactory())),
        (SubmittedReportFactory, lambda report: report.return_with("Thiếu.", StaffFactory())),
        (AcceptedReportFactory, lambda report: report.unlock("Sai.", StaffFactory())),
    ],
    ids=["accepted", "returned", "unlocked"],
)
def test_a_report_is_decided(clock, factory, step):
    report = factory()
    sent, reported = report.submitted_at, report.reported_on
    clock.advance(days=3)
    step(report)
    assert stored(report, "decided_at") == stored(report.versions.last(), "at") == {clock.now}
    assert stored(report, "submitted_at", "reported_on") == {sent, reported}


def test_a_status_and_an_open_cell_of_a_task(clock):
    task = TaskFactory(open_cells_of=["timeframe"])
    clock.advance(days=3)
    task.report_status(StaffFactory())
    cell = OpenCell.objects.get()
    cell.confirm("Công văn 1", StaffFactory())
    assert stored(task, "status_updated_at") == stored(cell, "confirmed_at") == {clock.now}


def test_a_consolidated_report(clock):
    report = ConsolidatedReportFactory(number=1, signed_on=clock.day)
    report.store(collect(report), StaffFactory())
    assert stored(report, "collected_at") == {clock.now}
    clock.advance(hours=3)
    report.publish(StaffFactory())
    assert stored(report, "published_at") == {clock.now}


@pytest.mark.parametrize(("days", "is_published"), [(-1, True), (0, True), (1, False)])
def test_a_consolidated_report_is_not_published_before_it_is_signed(clock, days, is_published):
    report = ConsolidatedReportFactory(number=1, signed_on=clock.day)
    clock.advance(days=-days)
    if is_published:
        report.publish(StaffFactory())
    else:
        with pytest.raises(ValidationError) as refused:
            report.publish(StaffFactory())
        assert refused.value.message_dict == {"signed_on": ["Ngày ký không thể ở tương lai."]}
    state = ConsolidatedReport.State.PUBLISHED if is_published else ConsolidatedReport.State.DRAFT
    assert stored(report, "state") == {state}


def test_a_subscription_and_its_letter(clock):
    asked, _token = Subscription.ask(ReportingProgrammeFactory(), "1.1", "a@example.com", "vi")
    assert stored(asked, "asked_at") == {clock.now}
    assert stored(SubscriptionFactory(), "asked_at") == {clock.now}
    task = TaskFactory(group__programme=asked.programme)
    version = AcceptedReportFactory(task=task).versions.last()
    letter = SubscriptionLetter.objects.create(subscription=asked, version=version, digest="x")
    assert stored(letter, "at") == {clock.now}
    clock.advance(days=1)
    asked.confirm()
    assert stored(asked, "confirmed_at") == {clock.now}


def test_a_subscription_asked_for_again_is_of_the_second_time(clock):
    first = UnconfirmedSubscriptionFactory(task_number="1.1")
    clock.advance(days=2)
    asked, _token = Subscription.ask(first.programme, "1.1", first.email, "vi")
    assert asked == first
    assert stored(first, "asked_at") == {clock.now}


def test_who_reports_for_an_agency_and_who_takes_over(clock):
    old = AgencyFactory(successor=AgencyFactory(), succession_source="Nghị quyết 1")
    old.confirm_succession(StaffFactory())
    assert stored(old, "succession_confirmed_at") == {clock.now}
    officer = Officer.objects.create(user=StaffFactory(), agency=AgencyFactory())
    assert stored(officer, "entered_on") == {clock.day}
    clock.advance(days=9)
    officer.user.is_active = False
    officer.user.save()
    assert stored(officer, "left_on") == {clock.day}


def test_a_payment(clock):
    line = plan_in("received", year=clock.day.year).lines.first()
    payment = line.pay("allocated", 5, clock.day, "Lệnh chi 1", UserFactory())
    assert stored(payment, "at") == {clock.now}


def test_a_reminder(clock):
    officer = OfficerFactory()
    about = {"programme": ReportingProgrammeFactory(), "agency": officer.agency}
    reminder = ReportReminder.objects.create(**about, year=2026, quarter=1, days=3)
    assert stored(reminder, "sent_at") == {None}, "its letter has not gone"
