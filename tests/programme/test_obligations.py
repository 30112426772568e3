"""Who owes which report: by the Appendix, for certain, or as the Department assigns it."""

from datetime import date

import pytest
from django.urls import reverse

from programme.models import Agency, OpenCell, Task, TaskAgency
from programme.periods import Period
from programme.reporting.obligations import Obligations
from tests.factories.programme import (
    AgencyFactory,
    AmendmentFactory,
    AssignmentFactory,
    OfficerFactory,
    ReportingProgrammeFactory,
    TaskFactory,
    TaskGroupFactory,
    doit_staff,
)

pytestmark = pytest.mark.django_db
Q1, Q2, Q3 = (Period.read(f"2026-Q{number}") for number in (1, 2, 3))


@pytest.fixture
def programme():
    return ReportingProgrammeFactory()


def task(programme, **fields) -> Task:
    return TaskFactory(group=TaskGroupFactory(programme=programme), **fields)


def coordinate(task: Task, agency: Agency) -> Agency:
    TaskAgency.objects.create(task=task, agency=agency, role="coordinating")
    return agency


def owed(programme, *quarters: Period) -> list[tuple[Agency, str, str]]:
    found = Obligations(programme).of(list(quarters))
    return [(each.agency, each.role.value, each.quarter.code) for each in found]


def test_the_lead_owes_a_report_in_each_quarter(programme):
    lead = AgencyFactory()
    task(programme, lead=lead)
    assert owed(programme, Q1, Q2) == [(lead, "lead", "2026-Q1"), (lead, "lead", "2026-Q2")]


def test_a_programme_that_does_not_ask_expects_nothing(programme):
    task(programme, lead=AgencyFactory())
    programme.reports_from = ""
    assert owed(programme, Q1) == []
    programme.reports_from = "2026-Q2"
    assert [code for *_, code in owed(programme, Q1, Q2)] == ["2026-Q2"]


def test_no_quarter_that_closed_before_the_decision_was_signed_is_asked_for(programme):
    programme.signed_on, programme.reports_from = date(2026, 7, 5), "2026-Q1"
    assert [quarter.code for quarter in programme.reported_quarters][:2] == ["2026-Q3", "2026-Q4"]


def test_the_last_quarter_is_the_programmes_last(programme):
    programme.last_year = 2026
    assert programme.reported_quarters[-1].code == "2026-Q4"


def test_only_a_coordinating_agency_with_an_account_owes_its_section(programme):
    lead, silent = AgencyFactory(), AgencyFactory()
    speaking = OfficerFactory().agency
    joint = task(programme, lead=lead)
    coordinate(joint, silent)
    coordinate(joint, speaking)
    assert owed(programme, Q1) == [
        (lead, "lead", "2026-Q1"),
        (speaking, "coordinating", "2026-Q1"),
    ]


def section_of(programme, **officer) -> Agency:
    """An agency that coordinates a task of another, and its officer."""
    return coordinate(task(programme, lead=AgencyFactory()), OfficerFactory(**officer).agency)


@pytest.mark.parametrize(
    ("entered_on", "quarters"),
    [
        (date(2026, 3, 14), ["2026-Q1", "2026-Q2"]),
        (date(2026, 3, 15), ["2026-Q2"]),
        (date(2026, 6, 15), []),
    ],
)
def test_a_section_is_owed_from_the_quarter_in_which_the_officer_came(
    programme, entered_on, quarters
):
    agency = section_of(programme, entered_on=entered_on)
    sections = [code for each, _role, code in owed(programme, Q1, Q2) if each == agency]
    assert sections == quarters


def test_an_account_that_is_stopped_owes_what_was_due_before(programme, clock):
    agency = section_of(programme)
    user = agency.officers.get().user
    clock.set(date(2026, 6, 14))
    user.is_active = False
    user.save()
    assert [each for each, *_ in owed(programme, Q1, Q2)].count(agency) == 1
    user.save()
    OfficerFactory(agency=agency, entered_on=date(2026, 7, 1))
    codes = [code for each, _role, code in owed(programme, Q1, Q2, Q3) if each == agency]
    assert codes == ["2026-Q1", "2026-Q3"], "the next officer owes nothing of the time between"
    user.is_active = True
    user.save(update_fields=["is_active"])
    assert [each for each, *_ in owed(programme, Q1, Q2)].count(agency) == 2


def test_what_nobody_asks_for_may_be_entered_by_whoever_can_write_today(programme, clock):
    programme.reports_from = "2026-Q3"
    clock.set(date(2026, 10, 1))
    agency = section_of(programme, entered_on=date(2026, 9, 30))
    early = Obligations(programme)
    assert agency in [each.agency for each in early.if_asked(Q1)]
    assert agency not in [each.agency for each in early.if_asked(Q3)]
    user = agency.officers.get().user
    user.is_active = False
    user.save()
    assert agency not in [each.agency for each in Obligations(programme).if_asked(Q1)]


def test_an_officer_who_moves_brings_nothing_of_the_past_along(programme, client, clock):
    clock.set(date(2026, 4, 1))
    agency, unit, other = AgencyFactory(), AgencyFactory(), AgencyFactory()
    unit.parent = agency
    unit.save()
    officer = OfficerFactory(agency=unit)
    client.force_login(doit_staff())
    page = reverse("admin:programme_officer_change", args=[officer.pk])
    days = []
    for place in (unit, agency, other):
        client.post(page, {"user": officer.user_id, "agency": place.pk})
        officer.refresh_from_db()
        days.append((officer.agency, officer.entered_on))
    here = date(2019, 1, 1)
    assert days == [(unit, here), (agency, here), (other, date(2026, 4, 1))]


def test_a_task_every_second_year_is_due_in_its_years(programme):
    task(programme, lead=AgencyFactory(), recurrence="every_two_years", first_year=2027)
    assert owed(programme, Q1) == []
    assert len(owed(programme, Period.read("2027-Q1"))) == 1
    assert owed(programme, Period.read("2028-Q1")) == []


@pytest.mark.parametrize("cell", ["lead", "timeframe"])
def test_a_cell_in_doubt_obliges_nobody(programme, cell):
    doubtful = task(programme, lead=AgencyFactory(), open_cells_of=[cell])
    found = Obligations(programme)
    assert found.of([Q1]) == []
    assert (found.unassigned(Q1), found.without_time()) == (
        ([doubtful], []) if cell == "lead" else ([], [doubtful])
    )


def test_a_confirmed_cell_does(programme):
    doubtful = task(programme, lead=AgencyFactory(), open_cells_of=["lead"])
    cell = OpenCell.objects.get(task=doubtful)
    cell.confirm("Bản ký số, trang 12", OfficerFactory().user)
    assert len(owed(programme, Q1)) == 1


def test_a_task_without_a_lead_waits_for_the_department(programme):
    alone = task(programme)
    assert owed(programme, Q1) == []
    assert Obligations(programme).unassigned(Q1) == [alone]
    assigned = AssignmentFactory(task=alone, quarter=2)
    assert owed(programme, Q1, Q2) == [(assigned.agency, "lead", "2026-Q2")]
    assert Obligations(programme).unassigned(Q2) == []


def test_the_latest_assignment_that_has_begun_holds(programme):
    work = task(programme, lead=AgencyFactory())
    first = AssignmentFactory(task=work, quarter=1).agency
    second = AssignmentFactory(task=work, quarter=3).agency
    assert [agency for agency, *_ in owed(programme, Q1, Q2, Q3)] == [first, first, second]


def test_a_coordinating_agency_is_replaced_too(programme):
    work = task(programme, lead=AgencyFactory())
    old = coordinate(work, OfficerFactory().agency)
    new = OfficerFactory().agency
    AssignmentFactory(task=work, replaces=old, agency=new, quarter=2)
    assert [owed(programme, q)[1][0] for q in (Q1, Q2)] == [old, new]


def test_a_successor_reports_from_its_day_on(programme):
    new = AgencyFactory()
    old = AgencyFactory(successor=new, succession_source="NQ 1", succeeded_on=date(2026, 3, 1))
    task(programme, lead=old)
    assert [agency for agency, *_ in owed(programme, Q1)] == [old], "nobody has confirmed it"
    old.confirm_succession(OfficerFactory().user)
    assert [agency for agency, *_ in owed(programme, Q1, Q2)] == [new, new]
    old.succeeded_on = date(2026, 3, 15)
    old.save()
    assert [agency for agency, *_ in owed(programme, Q1, Q2)] == [old, new]


def test_a_collective_owes_nothing(programme):
    hall = AgencyFactory(kind=Agency.Kind.COLLECTIVE)
    alone = task(programme, lead=hall)
    assert owed(programme, Q1) == []
    assert Obligations(programme).unassigned(Q1) == [alone]


def test_an_amended_task_is_expected_in_the_wording_of_its_quarter(programme):
    lead = AgencyFactory()
    old = task(programme, lead=lead)
    amendment = AmendmentFactory(programme=programme, effective_on=date(2026, 5, 1))
    new = old.amend(amendment)
    found = Obligations(programme).of([Q1, Q2])
    assert [each.task for each in found] == [old, new]


def test_two_leads_make_one_report_and_one_section(programme):
    first, second = AgencyFactory(), OfficerFactory().agency
    work = task(programme, lead=first)
    TaskAgency.objects.create(task=work, agency=second, role="lead", position=2)
    assert owed(programme, Q1) == [
        (first, "lead", "2026-Q1"),
        (second, "coordinating", "2026-Q1"),
    ]


@pytest.mark.parametrize(("tasks", "quarters"), [(2, 1), (12, 12)])
def test_expectations_take_a_constant_number_of_queries(
    programme, tasks, quarters, django_assert_num_queries
):
    for _number in range(tasks):
        AssignmentFactory(task=task(programme, lead=AgencyFactory()))
    with django_assert_num_queries(9):
        found = Obligations(programme).of(programme.reported_quarters[:quarters])
    assert len(found) == tasks * quarters
