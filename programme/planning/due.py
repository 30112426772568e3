"""Which agency plans which task in a year: who leads or joins it for certain, or by assignment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from programme.models import Agency, AnnualPlan, Programme, Task
from programme.models.reports import ReportRole
from programme.periods import Period, PeriodKind
from programme.planning.timing import is_asked_for
from programme.reporting.obligations import Obligation, Obligations

# What tells one plan from others, whatever wording the task has by now.
Key = tuple[str, int]


@dataclass(frozen=True)
class PlanDue:
    """One plan that an agency makes for a task."""

    task: Task
    agency: Agency
    role: ReportRole

    @property
    def key(self) -> Key:
        """The task's number and the agency."""
        return (self.task.number, self.agency.pk)


class PlansDue:
    """Who plans what in a programme, read in a constant number of queries."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.obligations = Obligations(programme)

    def possible(self, year: int) -> list[PlanDue]:
        """Every plan that somebody may make for the year."""
        if not self.programme.first_year <= year <= self.programme.last_year:
            return []
        quarters = _quarters(year)
        return _each_once(owed for q in quarters for owed in self.obligations.if_asked(q))

    def owed(self, year: int) -> list[PlanDue]:
        """Those that are asked for here: whose day came after reporting here had begun."""
        if not self.asks_for(year):
            return []
        return _each_once(self.obligations.of(_quarters(year)))

    def asks_for(self, year: int) -> bool:
        """Return whether plans of the year are owed here at all."""
        asked = any(quarter in self.obligations.asked for quarter in _quarters(year))
        return asked and is_asked_for(self.programme, year)

    def unassigned(self, year: int) -> list[Task]:
        """Tasks with something to do in the year that nobody is known to lead at its end."""
        return self.obligations.unassigned(_quarters(year)[-1])

    def key_of(self, plan: AnnualPlan) -> Key | None:
        """Which plan it counts as: that of who acts for its agency by the end of the year."""
        acting = self.obligations.acting_for(plan.agency, _quarters(plan.year)[-1])
        return (plan.task.number, acting.pk) if acting else None

    def covers(self, plan: AnnualPlan) -> bool:
        """Whether the task is still the agency's, or its successor's, to plan."""
        return self.key_of(plan) in {due.key for due in self.possible(plan.year)}


def own(due: Iterable[PlanDue], user: User) -> list[PlanDue]:
    """Those that this person may write: the own agency's; the administrator any."""
    if user.is_superuser:
        return list(due)
    officer = getattr(user, "officer", None)
    if officer is None:
        return []
    ours = Agency.objects.represented_by(officer.agency)
    return [each for each in due if each.agency.pk in ours]


def missing(due: Iterable[PlanDue], answered: Iterable[Key]) -> list[PlanDue]:
    """Those that nobody has begun."""
    begun = set(answered)
    return [each for each in due if each.key not in begun]


def next_year(today: date) -> int:
    """Return the year for which agencies plan now."""
    return today.year + 1


def _quarters(year: int) -> list[Period]:
    return Period(year, 1, PeriodKind.YEAR).quarters


def _each_once(owed: Iterable[Obligation]) -> list[PlanDue]:
    """By task and agency, a lead before its coordinating agencies, in the Appendix's order."""
    found: dict[Key, PlanDue] = {}
    for each in owed:
        due = PlanDue(each.task, each.agency, each.role)
        found.setdefault(due.key, due)
    return sorted(found.values(), key=_place)


def _place(due: PlanDue) -> tuple:
    return (due.task.group.number, due.task.position, due.role != ReportRole.LEAD)
