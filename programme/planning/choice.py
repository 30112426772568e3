"""What one person may plan: tasks of the own agency, and the years in which they have work."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from django.utils.text import Truncator

from accounts.models import User
from programme.models import AnnualPlan, Programme
from programme.planning.due import PlanDue, PlansDue, missing, next_year, own


class Choice:
    """The plans that a person may write, over all programmes."""

    def __init__(self, user: User, today: date) -> None:
        self.user, self.last_year = user, next_year(today)
        self._programmes = [PlansDue(programme) for programme in Programme.objects.all()]

    @cached_property
    def years(self) -> list[int]:
        """Every year of a programme up to the one that is planned now, the latest first."""
        spans = [range(p.programme.first_year, p.programme.last_year + 1) for p in self._programmes]
        years = {year for span in spans for year in span if year <= self.last_year}
        return sorted(years, reverse=True)

    @cached_property
    def _by_value(self) -> dict[tuple[int, str], PlanDue]:
        """By year, and by what stands for a task and an agency in a form."""
        found = {(year, value): due for year in self.years for value, due in self._possible(year)}
        ours = set(own(found.values(), self.user))
        return {key: due for key, due in found.items() if due in ours}

    def _possible(self, year: int) -> Iterator[tuple[str, PlanDue]]:
        for plans in self._programmes:
            for due in plans.possible(year):
                yield _value(plans, due), due

    @property
    def works(self) -> list[tuple[str, str]]:
        """Tasks with their agencies, each once, for a person to choose from."""
        labels: dict[str, str] = {}
        for (_year, value), due in self._by_value.items():
            labels.setdefault(value, _label(due))
        return list(labels.items())

    def find(self, year: int, value: str) -> PlanDue | None:
        """Return the plan that was chosen, in the wording that its task has in that year."""
        return self._by_value.get((year, value))

    def to_begin(self, year: int) -> list[tuple[str, str]]:
        """Return what the own agency owes and nobody has begun, for a person to choose from."""
        owed = [(_value(p, due), due) for p in self._programmes for due in _not_begun(p, year)]
        return [(value, _label(due)) for value, due in owed if self.find(year, value)]


def _not_begun(plans: PlansDue, year: int) -> list[PlanDue]:
    if not (owed := plans.owed(year)):
        return []
    made = AnnualPlan.objects.of(plans.programme, year).for_list()
    return missing(owed, [plans.key_of(plan) for plan in made])


def _value(plans: PlansDue, due: PlanDue) -> str:
    number, agency = due.key
    return f"{plans.programme.slug} {number} {agency}"


def _label(due: PlanDue) -> str:
    content = Truncator(due.task.content_vi).chars(90)
    task = f"{due.task.programme.short_title} – {due.task.number} {content}"
    return f"{task} – {due.agency} ({due.role.label})"
