"""Counts of the register's tasks under each choice of each facet.

The register has tens of rows: they are read once and counted here, not facet by facet in the
database, whose filters (TaskQuerySet) follow the same rules.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import QuerySet

from programme.models import Agency, OpenCell, Task, TaskAgency

UNKNOWN = Task.Recurrence.UNKNOWN.value
Role = TaskAgency.Role


@dataclass
class CountedTask:
    """The facts of a task by which the facets count it."""

    key: int
    group: int
    status: str
    recurrence: str
    open: set[str] = field(default_factory=set)  # cells that nobody has confirmed
    read: list[tuple[str, int]] = field(default_factory=list)  # roles with keys of agencies


class FacetCounter:
    """Counts of tasks under each choice of a facet, in a constant number of queries."""

    def __init__(self, tasks: QuerySet[Task]) -> None:
        self._tasks = tasks.order_by()

    @cached_property
    def rows(self) -> dict[int, CountedTask]:
        values = self._tasks.values_list("pk", "group__number", "status", "recurrence")
        rows = {key: CountedTask(key, *rest) for key, *rest in values}
        cells = OpenCell.objects.unconfirmed().filter(task__in=rows)
        for key, cell in cells.values_list("task", "cell"):
            rows[key].open.add(cell)
        placed = TaskAgency.objects.filter(task__in=rows).order_by()
        for key, *read in placed.values_list("task", "role", "agency"):
            rows[key].read.append(tuple(read))
        return rows

    @cached_property
    def under(self) -> dict[int, set[str]]:
        """For each agency's id the codes under which its tasks are found."""
        return Agency.objects.found_under()

    @cached_property
    def years(self) -> dict[int, range]:
        return self._tasks.years()

    def count(self, facet: str, keys: Iterable[int] | None = None) -> Counter[str]:
        """How many tasks stand under each choice; of those with these keys, if given."""
        asked = self.rows if keys is None else keys
        choices = (CHOICES[facet](self, self.rows[key]) for key in asked)
        return Counter(code for codes in choices for code in set(codes))

    def status(self, row: CountedTask) -> Iterable[str]:
        return [row.status]

    def group(self, row: CountedTask) -> Iterable[str]:
        return [str(row.group)]

    def lead(self, row: CountedTask) -> Iterable[str]:
        return self._found_under(row, lambda role: role == Role.LEAD and role not in row.open)

    def coordinating(self, row: CountedTask) -> Iterable[str]:
        return self._found_under(
            row, lambda role: role == Role.COORDINATING and role not in row.open
        )

    def uncertain(self, row: CountedTask) -> Iterable[str]:
        """Read in neither column, or in a cell that is still open."""
        return self._found_under(row, lambda role: role == Role.UNPLACED or role in row.open)

    def verification(self, row: CountedTask) -> Iterable[str]:
        return ["open" if row.open else "verified"]

    def recurrence(self, row: CountedTask) -> Iterable[str]:
        return [UNKNOWN if OpenCell.Cell.TIMEFRAME in row.open else row.recurrence]

    def year(self, row: CountedTask) -> Iterable[str]:
        if OpenCell.Cell.TIMEFRAME in row.open:
            return [UNKNOWN]
        return map(str, self.years.get(row.key, ()))

    def _found_under(self, row: CountedTask, counts: Callable[[str], bool]) -> Iterable[str]:
        agencies = [agency for role, agency in row.read if counts(role)]
        return (code for agency in agencies for code in self.under[agency])


FACETS = (
    *("group", "status", "lead", "coordinating"),
    *("uncertain", "verification", "recurrence", "year"),
)
CHOICES: dict[str, Callable[[FacetCounter, CountedTask], Iterable[str]]] = {
    name: getattr(FacetCounter, name) for name in FACETS
}
