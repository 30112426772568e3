"""What an agency's page shows, and how many reports wait."""

from datetime import date

import pytest
from django.urls import reverse

from programme.models import Agency
from programme.periods import Period
from programme.reporting.review import officers_of
from programme.reporting.workload import Workload, workload_counts
from tests.factories.people import StaffFactory
from tests.factories.programme import (
    AgencyFactory,
    AssignmentFactory,
    OfficerFactory,
    ProgrammeFactory,
    ReportingProgrammeFactory,
)
from tests.factories.reports import (
    AcceptedReportFactory,
    ReportFactory,
    ReturnedReportFactory,
    SubmittedReportFactory,
    at_work,
    department,
    task_of,
    writer,
)

pytestmark = pytest.mark.django_db
JUNE, JULY = date(2026, 6, 20), date(2026, 7, 2)  # in time for the second quarter, and late


@pytest.fixture
def programme():
    return ReportingProgrammeFactory()


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def task(programme, agency):
    return task_of(programme, agency)


def open_quarters(programme, agency, today: date = JUNE) -> list[str]:
    found = Workload(programme, {agency.pk}, today).open()
    return [each.quarter.code for each in found]


def test_open_are_the_running_quarter_the_last_one_and_what_is_not_accepted(
    programme, agency, task
):
    assert open_quarters(programme, agency) == ["2026-Q3", "2026-Q2", "2026-Q1"]
    AcceptedReportFactory(task=task, agency=agency)
    assert open_quarters(programme, agency) == ["2026-Q3", "2026-Q2"]
    AcceptedReportFactory(task=task, agency=agency, quarter=2, reported_on=JUNE)
    assert open_quarters(programme, agency) == ["2026-Q3", "2026-Q2"], "the last one stays"
    assert open_quarters(programme, agency, date(2026, 9, 20)) == ["2026-Q4", "2026-Q3"]


def test_only_a_quarter_that_is_over_can_be_written(programme, agency, task):
    running, last, _first = Workload(programme, {agency.pk}, JUNE).open()
    assert (running.is_writable, last.is_writable) == (False, True)
    assert running.opens_on == date(2026, 9, 15)


def test_what_was_begun_for_an_old_quarter_is_open_until_accepted(agency):
    ended = ProgrammeFactory()
    old = task_of(ended, agency)
    assert open_quarters(ended, agency) == []
    report = SubmittedReportFactory(task=old, agency=agency, year=2021, quarter=2)
    assert open_quarters(ended, agency) == ["2021-Q2"]
    report.accept(StaffFactory())
    assert open_quarters(ended, agency) == []


def test_a_sent_report_stays_on_the_page_of_who_wrote_it(programme, agency, task):
    report = SubmittedReportFactory(task=task, agency=agency)
    draft = ReportFactory(task=task, agency=agency, quarter=2)
    AssignmentFactory(task=task)
    quarters = Workload(programme, {agency.pk}, JUNE).open()
    assert [fulfilment.report for each in quarters for fulfilment in each.fulfilments] == [report]
    assert draft not in [fulfilment.report for each in quarters for fulfilment in each.fulfilments]


def test_no_quarter_of_before_the_decision_can_be_entered(agency):
    ended = ProgrammeFactory()
    assert Workload(ended, {agency.pk}, JUNE).quarters[-1] == Period.read("2019-Q3")


def test_how_many_wait(programme, agency, task, clock):
    clock.set(JUNE)
    own = {agency.pk}
    work = workload_counts(own)
    assert (work.due, work.overdue, work.returned) == (1, 1, 0)
    assert work.deadline == date(2026, 6, 24)
    ReportFactory(task=task, agency=agency, quarter=2)
    assert workload_counts(own).due == 1, "a draft has yet to be sent"
    ReturnedReportFactory(task=task, agency=agency)
    assert (workload_counts(own).overdue, workload_counts(own).returned) == (0, 1)
    clock.set(JULY)
    assert (workload_counts(own).due, workload_counts(own).overdue) == (0, 1)
    assert workload_counts(set()) == workload_counts({AgencyFactory().pk})


def test_whom_the_letters_reach(agency):
    successor = AgencyFactory()
    unit = AgencyFactory(parent=agency)
    mine, theirs, above = (OfficerFactory(agency=each) for each in (unit, successor, agency))
    closed = OfficerFactory(agency=unit).user
    closed.is_active = False
    closed.save()
    assert list(officers_of(unit)) == [mine, above]
    agency.successor, agency.succession_source = successor, "Nghị quyết"
    agency.confirm_succession(StaffFactory())
    assert list(officers_of(unit)) == [mine, theirs]
    everyone = Agency.objects.all()
    for officer in (mine, theirs, above):
        speaks = unit.pk in everyone.represented_by(officer.agency)
        assert speaks == (officer in officers_of(unit)), "the same from either end"


@pytest.mark.parametrize("number", [1, 8])
def test_the_pages_take_a_constant_number_of_queries(
    programme, agency, number, clock, django_assert_num_queries
):
    clock.set(JUNE)
    for _each in range(number):
        work = task_of(programme, agency)
        report = AcceptedReportFactory(task=work, agency=agency)
        later = SubmittedReportFactory(task=work, agency=agency, quarter=2, reported_on=JUNE)
        later.evidence.create(title="Kế hoạch", link="https://example.com/")
    officer, doit = at_work(writer(agency)), at_work(department())
    with django_assert_num_queries(18):
        officer.get(reverse("admin:programme_report_agency", args=[agency.code]))
    with django_assert_num_queries(23):
        officer.get(reverse("admin:index"))
    with django_assert_num_queries(12):
        doit.get(reverse("admin:programme_report_changelist"))
    with django_assert_num_queries(16):
        doit.get(reverse("admin:programme_report_change", args=[report.pk]))
