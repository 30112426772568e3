"""Under which choices of each facet a task of the register stands, and how many stand under each.

The register has tens of rows: they are read once and counted here, not facet by facet in the
database, whose filters say the same (TaskQuerySet).
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import QuerySet

from programme.models import Agency, OpenCell, Task, TaskAgency

UNKNOWN = "unknown"


@dataclass
class Row:
    """What a task is counted by."""

    key: int
    group: int
    status: str
    recurrence: str
    open: set[str] = field(default_factory=set)  # cells that nobody has confirmed
    read: list[tuple[str, int]] = field(default_factory=list)  # roles with keys of agencies


class Register:
    """Tasks as rows to be counted, in a constant number of queries."""

    def __init__(self, tasks: QuerySet[Task]) -> None:
        self._tasks = tasks.order_by()

    @cached_property
    def rows(self) -> dict[int, Row]:
        told = self._tasks.values_list("pk", "group__number", "status", "recurrence")
        rows = {key: Row(key, *rest) for key, *rest in told}
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

    def status(self, row: Row) -> Iterable[str]:
        return [row.status]

    def group(self, row: Row) -> Iterable[str]:
        return [str(row.group)]

    def lead(self, row: Row) -> Iterable[str]:
        return self._found_under(row, lambda role: role == "lead" and role not in row.open)

    def coordinating(self, row: Row) -> Iterable[str]:
        return self._found_under(row, lambda role: role == "coordinating" and role not in row.open)

    def uncertain(self, row: Row) -> Iterable[str]:
        """Read in neither column, or in a cell that is still open."""
        return self._found_under(row, lambda role: role == "unplaced" or role in row.open)

    def verification(self, row: Row) -> Iterable[str]:
        return ["open" if row.open else "verified"]

    def recurrence(self, row: Row) -> Iterable[str]:
        return [UNKNOWN if "timeframe" in row.open else row.recurrence]

    def year(self, row: Row) -> Iterable[str]:
        if "timeframe" in row.open:
            return [UNKNOWN]
        return map(str, self.years.get(row.key, ()))

    def _found_under(self, row: Row, counts: Callable[[str], bool]) -> Iterable[str]:
        agencies = [agency for role, agency in row.read if counts(role)]
        return (code for agency in agencies for code in self.under[agency])


CHOICES: dict[str, Callable[[Register, Row], Iterable[str]]] = {
    method.__name__: method
    for method in (
        *(Register.group, Register.status, Register.lead, Register.coordinating),
        *(Register.uncertain, Register.verification, Register.recurrence, Register.year),
    )
}
