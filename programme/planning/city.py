"""The City's yearly plan (section V.2 b): what the agencies plan, put together for one year."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.text import sort_key
from programme.models import (
    Agency,
    AnnualPlan,
    BudgetLine,
    Contribution,
    Programme,
    Task,
    TaskGroup,
)
from programme.models.reports import ReportRole
from programme.planning.due import PlanDue, PlansDue, missing
from programme.planning.shares import Outside, outside_of
from programme.planning.timing import Timing, due_before, timing_of
from programme.sums import Sums, sums, sums_by


@dataclass(frozen=True)
class CityPlanEntry:
    """One agency's plan for one task, as it counts now."""

    plan: AnnualPlan
    role: ReportRole | None  # none where the task is no longer the agency's
    timing: Timing
    lines: list[BudgetLine]

    @property
    def sums(self) -> Sums:
        return self.plan.sums


@dataclass
class CityPlanSection:
    """A task with its plans, or a group with its tasks, and what they come to."""

    of: Task | TaskGroup
    parts: list = field(default_factory=list)

    @property
    def sums(self) -> Sums:
        return sum((part.sums for part in self.parts), Sums())


@dataclass(frozen=True)
class Absent:
    """A plan that is owed and that its agency has not sent, or not sent again."""

    due: PlanDue
    plan: AnnualPlan | None
    timing: Timing


class CityPlan:
    """One year of a programme; a plan counts from the day on which its agency sends it."""

    def __init__(self, programme: Programme, year: int, today: date | None = None) -> None:
        self.programme, self.year, self.today = programme, year, today or localdate()
        self.due_before = due_before(programme, year)
        self.plans_due = PlansDue(programme)
        every = list(AnnualPlan.objects.of(programme, year).for_list())
        self._received = {self._chain(p): p.received_on for p in every if not p.adjusts_id}
        self._current = [plan for plan in every if plan.counts]
        self._roles = {due.key: due.role for due in self.plans_due.possible(year)}

    @cached_property
    def entries(self) -> list[CityPlanEntry]:
        """What has been sent, in the Appendix's order, a lead before its coordinating agencies."""
        sent = [self._entry(plan) for plan in self._current if not plan.is_editable]
        return sorted(sent, key=_place)

    @cached_property
    def lines(self) -> list[BudgetLine]:
        return [line for entry in self.entries for line in entry.lines]

    @property
    def total(self) -> Sums:
        return sums(self.entries)

    @property
    def outside(self) -> Outside | None:
        """What others than the City pay of it; None where there is no line."""
        return outside_of(self.lines)

    @cached_property
    def by_contributor(self) -> list[tuple[str, int]]:
        """Who has committed money to these lines, and how much, by name."""
        found: dict[str, int] = {}
        standing = Contribution.objects.standing().filter(line__in=[e.pk for e in self.lines])
        for each in standing:
            found[each.contributor] = found.get(each.contributor, 0) + each.amount
        return sorted(found.items(), key=lambda row: sort_key(row[0]))

    @property
    def unfilled(self) -> list[tuple[str, int, int]]:
        """Columns that not every line has filled in: its label, how many have, of how many."""
        labels = {"appraised": _("Thẩm định"), "approved": _("Phê duyệt")}
        counts = {
            name: sum(getattr(line, name) is not None for line in self.lines) for name in labels
        }
        every = len(self.lines)
        return [(labels[name], n, every) for name, n in counts.items() if 0 < n < every]

    @property
    def by_source(self) -> list[tuple[str, Sums]]:
        """Each source, even one from which nothing comes."""
        found = sums_by(self.lines, lambda line: line.source)
        return [(label, found.get(code, Sums())) for code, label in BudgetLine.Source.choices]

    @property
    def by_agency(self) -> list[tuple[Agency, Sums]]:
        """In the order of the Vietnamese alphabet."""
        found = self._sums_by(lambda entry: entry.plan.agency)
        return sorted(found.items(), key=lambda row: sort_key(row[0].name))

    @property
    def by_task(self) -> list[tuple[Task, Sums]]:
        return list(self._sums_by(lambda entry: entry.plan.task).items())

    @cached_property
    def groups(self) -> list[CityPlanSection]:
        """Groups of tasks, each with its tasks, each with its plans."""
        groups: dict[TaskGroup, CityPlanSection] = {}
        tasks: dict[str, CityPlanSection] = {}
        for entry in self.entries:
            task = entry.plan.task
            group = groups.setdefault(task.group, CityPlanSection(task.group))
            if task.number not in tasks:
                tasks[task.number] = CityPlanSection(task)
                group.parts.append(tasks[task.number])
            tasks[task.number].parts.append(entry)
        return list(groups.values())

    @cached_property
    def absent(self) -> list[Absent]:
        """What is owed and has not been sent: not begun, in draft, or returned."""
        begun = {self.plans_due.key_of(plan): plan for plan in self._current}
        sent = [self.plans_due.key_of(entry.plan) for entry in self.entries]
        timing = timing_of(self.programme, self.year, None, self.today)
        owed = missing(self.plans_due.owed(self.year), sent)
        return [Absent(due, begun.get(due.key), timing) for due in owed]

    @property
    def absent_agencies(self) -> list[Agency]:
        """Whose plans are absent, each agency once."""
        return list(dict.fromkeys(absent.due.agency for absent in self.absent))

    @property
    def asks_here(self) -> bool:
        """Whether plans of this year are owed here at all."""
        return self.plans_due.asks_for(self.year)

    @cached_property
    def late(self) -> list[CityPlanEntry]:
        """What came late, or was sent and has not come although its day is past."""
        return [e for e in self.entries if e.timing in (Timing.LATE, Timing.OVERDUE)]

    @cached_property
    def unassigned(self) -> list[Task]:
        """Tasks of the year that nobody is known to lead."""
        return self.plans_due.unassigned(self.year)

    def _entry(self, plan: AnnualPlan) -> CityPlanEntry:
        received = self._received[self._chain(plan)]
        return CityPlanEntry(
            plan=plan,
            role=self._roles.get(self.plans_due.key_of(plan)),
            timing=timing_of(self.programme, self.year, received, self.today),
            lines=list(plan.lines.all()),
        )

    def _chain(self, plan: AnnualPlan) -> tuple[int, int]:
        """Return what a plan has in common with its adjustments."""
        return (plan.task_id, plan.agency_id)

    def _sums_by(self, key: Callable[[CityPlanEntry], object]) -> dict:
        found: dict = {}
        for entry in self.entries:
            found[key(entry)] = found.get(key(entry), Sums()) + entry.sums
        return found


def _place(entry: CityPlanEntry) -> tuple:
    task = entry.plan.task
    return (
        task.group.number,
        task.position,
        entry.role != ReportRole.LEAD,
        sort_key(entry.plan.agency.name),
    )
