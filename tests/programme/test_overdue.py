"""What is overdue or due within days, who could send it, and which agency stands first."""

from datetime import date, timedelta

import pytest

from programme.models import ReportReminder
from programme.periods import Period
from programme.reporting.overdue import escalations, unsent_reports
from tests.factories.programme import AgencyFactory, OfficerFactory, ReportingProgrammeFactory
from tests.factories.reports import ReportFactory, SubmittedReportFactory, task_of

pytestmark = pytest.mark.django_db
DEADLINE = date(2026, 3, 24)  # of the first quarter
Q1, Q2 = Period.read("2026-Q1"), Period.read("2026-Q2")


@pytest.fixture
def programme():
    return ReportingProgrammeFactory()


@pytest.fixture
def agency(programme):
    """An agency that leads two tasks."""
    agency = AgencyFactory(name_vi="Sở Một")
    task_of(programme, agency)
    task_of(programme, agency)
    return agency


@pytest.mark.parametrize(("days", "found"), [(-8, []), (-7, [-7]), (0, [0]), (1, [1])])
def test_reports_are_asked_for_from_seven_days_before_their_deadline(
    programme, agency, days, found
):
    unsent = unsent_reports(programme, DEADLINE + timedelta(days=days))
    assert [(each.agency, each.quarter, each.deadline, each.days_late) for each in unsent] == [
        (agency, Q1, DEADLINE, late) for late in found
    ]
    assert [len(each.fulfilments) for each in unsent] == [2] * len(found)


def test_the_oldest_quarter_stands_first_and_what_was_sent_is_not_in_it(programme, agency):
    task, other = programme.groups.get().tasks.all()
    SubmittedReportFactory(task=task, agency=agency)
    ReportFactory(task=other, agency=agency)
    unsent = unsent_reports(programme, date(2026, 6, 25))
    assert [(each.quarter, len(each.fulfilments)) for each in unsent] == [(Q1, 1), (Q2, 2)]


@pytest.mark.parametrize(
    ("days", "has_officer", "is_asked"),
    [(-3, True, False), (0, True, False), (1, True, True), (-3, False, True), (-8, False, False)],
)
def test_the_department_asks_who_is_late_or_cannot_be_written_to(
    programme, agency, clock, days, has_officer, is_asked
):
    officers = [OfficerFactory(agency=agency)] if has_officer else []
    clock.set(DEADLINE + timedelta(days=days))
    found = escalations()
    assert [(each.agency, each.officers) for each in found] == [(agency, officers)] * is_asked
    assert [each.days_late for each in found] == [days] * is_asked


def test_who_has_owed_longest_stands_first_with_the_reminders_of_each_quarter(
    programme, agency, clock
):
    lately = AgencyFactory(name_vi="Sở Hai")
    SubmittedReportFactory(task=task_of(programme, lately), agency=lately)
    officer = OfficerFactory(agency=agency)
    inactive = OfficerFactory(agency=lately).user
    inactive.is_active = False
    inactive.save()
    for quarter in (Q1, Q2):
        about = {"programme": programme, "agency": agency, "year": 2026, "quarter": quarter.number}
        ReportReminder.objects.create(**about, days=3, sent_at=clock.now)
        ReportReminder.objects.create(**about, days=10)  # its letter has not gone
    clock.set(date(2026, 6, 30))
    first, second = escalations()
    assert (first.agency, first.officers, first.days_late) == (agency, [officer], 98)
    assert [[row.quarter for row in reminders] for _reports, reminders in first.unsent] == [
        [1],
        [2],
    ]
    assert (second.agency, second.officers, second.days_late) == (lately, [], 6)
