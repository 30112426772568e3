"""Who owes which report for which quarter.

The lead of each task in force owes a report on it in each quarter of the years in which it has
something to do, and each coordinating agency that had an account when the quarter closed owes its
section. A cell in doubt obliges nobody: such tasks stand on the Department's list until it assigns
or confirms an agency.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from programme.models import Agency, Assignment, Officer, OpenCell, Programme, Task
from programme.models.reports import ReportRole
from programme.periods import Period

Cell = OpenCell.Cell


@dataclass(frozen=True)
class Obligation:
    """One report that an agency owes."""

    task: Task
    agency: Agency
    role: ReportRole
    quarter: Period

    @property
    def key(self) -> tuple[int, int, Period]:
        """What tells it from others, and finds the report that answers it."""
        return (self.task.pk, self.agency.pk, self.quarter)


class Obligations:
    """All that is owed in one programme, read in a constant number of queries."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        tasks = Task.objects.of(programme).for_list()
        self.tasks, self.years = list(tasks), tasks.years()
        self.agencies = Agency.objects.select_related("parent").in_bulk()
        self.asked = set(programme.reported_quarters)
        self._cells: dict[int, tuple[list[int], list[int]]] = {}  # by task
        # By agency, from when until when it had an account.
        self.terms: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
        accounts = Officer.objects.values_list("agency_id", "entered_on", "left_on")
        for agency, entered, left in accounts:
            self.terms[agency].append((entered, left))

    @cached_property
    def assignments(self) -> dict[int, list[Assignment]]:
        """By task, the latest first."""
        rows = Assignment.objects.filter(task__in=[task.pk for task in self.tasks])
        by_task = defaultdict(list)
        for row in rows.order_by("-year", "-quarter"):
            by_task[row.task_id].append(row)
        return by_task

    def of(self, quarters: list[Period]) -> list[Obligation]:
        """Return what is owed for these quarters, as far as the programme asks for them."""
        asked = [quarter for quarter in quarters if quarter in self.asked]
        return [owed for quarter in asked for owed in self.if_asked(quarter)]

    def if_asked(self, quarter: Period) -> Iterator[Obligation]:
        """Yield what would be owed for a quarter if the programme asked for it, task by task."""
        for task in self.due(quarter):
            lead = self.lead_of(task, quarter)
            if lead:
                yield Obligation(task, lead, ReportRole.LEAD, quarter)
            for agency in self._coordinating(task, quarter):
                if agency != lead:
                    yield Obligation(task, agency, ReportRole.COORDINATING, quarter)

    def due(self, quarter: Period) -> Iterator[Task]:
        """Tasks in force when the quarter closes that have something to do in its year."""
        for task in self.tasks:
            if (
                quarter.year in self.years.get(task.pk, ())
                and Cell.TIMEFRAME not in task.open_by_cell
                and task.was_in_force(quarter.closes)
            ):
                yield task

    def lead_of(self, task: Task, quarter: Period) -> Agency | None:
        """Who reports on the whole task: the assigned agency, or the Appendix's for certain."""
        if assigned := self._assigned(task, None, quarter):
            return self._acting(assigned, quarter.closes)
        leads, _coordinators = self._read(task)
        if Cell.LEAD in task.open_by_cell or not leads:
            return None
        return self._acting(leads[0], quarter.closes)

    def unassigned(self, quarter: Period) -> list[Task]:
        """Tasks that are due and on which nobody is known to report."""
        return [task for task in self.due(quarter) if self.lead_of(task, quarter) is None]

    def without_time(self) -> list[Task]:
        """Tasks in force whose years cannot be read: nothing is owed until staff confirm them."""
        return [
            task
            for task in self.tasks
            if task.ended_by is None
            and (task.pk not in self.years or Cell.TIMEFRAME in task.open_by_cell)
        ]

    def acting_for(self, agency: Agency, quarter: Period) -> Agency | None:
        """Who acts for an agency when the quarter closes: itself, or who took over from it."""
        return self._acting(agency.pk, quarter.closes)

    def _coordinating(self, task: Task, quarter: Period) -> list[Agency]:
        """Each once, in the Appendix's order; further leads join in with their part."""
        leads, coordinators = self._read(task)
        read = [] if Cell.COORDINATING in task.open_by_cell else [*leads[1:], *coordinators]
        keys = [self._assigned(task, key, quarter) or key for key in read]
        acting = [self._acting(key, quarter.closes) for key in keys]
        known = [agency for agency in acting if agency and self._has_account(agency, quarter)]
        return list(dict.fromkeys(known))

    def _read(self, task: Task) -> tuple[list[int], list[int]]:
        """Keys of the leads and of the coordinators that the Appendix names, read once."""
        if task.pk not in self._cells:
            columns = (task.leads, task.coordinators)
            leads, coordinators = ([agency.pk for agency in own] for own in columns)
            self._cells[task.pk] = (leads, coordinators)
        return self._cells[task.pk]

    def _assigned(self, task: Task, replaces: int | None, quarter: Period) -> int | None:
        """Return the agency that staff named in this place, from this quarter or an earlier one."""
        for row in self.assignments[task.pk]:
            if row.replaces_id == replaces and row.period <= quarter:
                return row.agency_id
        return None

    def _acting(self, key: int, on: date) -> Agency | None:
        """Who acts for an agency on that day; nobody for a collective, which owes no report."""
        agency = self.agencies[key]
        seen = {key}
        while agency.is_succeeded and (agency.succeeded_on is None or agency.succeeded_on <= on):
            heir = agency.successor_id
            if heir is None or heir in seen:
                break
            seen.add(heir)
            agency = self.agencies[heir]
        return None if agency.kind == Agency.Kind.COLLECTIVE else agency

    def _has_account(self, agency: Agency, quarter: Period) -> bool:
        """Whether somebody could write in the agency's name when the quarter closed.

        What nobody asks for here, whoever can write today may enter afterwards.
        """
        terms = [term for key in agency.representatives(self.agencies) for term in self.terms[key]]
        if quarter not in self.asked:
            return any(left is None for _entered, left in terms)
        day = quarter.closes
        return any(entered <= day and (not left or left > day) for entered, left in terms)
