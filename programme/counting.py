"""Under which choices of each facet a task of the register stands, and how many stand under each.

The register has tens of rows: they are read once and counted here, not facet by facet in the
database, whose filters say the same (programme/querysets/register.py).
"""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property

from django.db.models import QuerySet

from programme.models import Agency, Task

UNKNOWN = "unknown"


class Register:
    """Tasks with what they are counted by, in a constant number of queries."""

    def __init__(self, tasks: QuerySet[Task]) -> None:
        self._tasks = tasks

    @cached_property
    def tasks(self) -> list[Task]:
        rows = self._tasks.order_by().select_related(None).select_related("group")
        return list(rows.prefetch_related(None).prefetch_related("task_agencies", "open_cells"))

    @cached_property
    def under(self) -> dict[int, set[str]]:
        """For each agency's id the codes under which its tasks are found."""
        return Agency.objects.found_under()

    @cached_property
    def years(self) -> dict[int, range]:
        return self._tasks.years()

    def count(self, facet: str, keys: Iterable[int] | None = None) -> Counter[str]:
        """How many tasks stand under each choice; of those with these keys, if given."""
        asked = None if keys is None else set(keys)
        tasks = [task for task in self.tasks if asked is None or task.pk in asked]
        return Counter(code for task in tasks for code in set(CHOICES[facet](self, task)))

    def status(self, task: Task) -> Iterable[str]:
        return [task.status]

    def group(self, task: Task) -> Iterable[str]:
        return [str(task.group.number)]

    def lead(self, task: Task) -> Iterable[str]:
        return self._found_under(task, lambda role: role == "lead" and not _is_open(task, role))

    def coordinating(self, task: Task) -> Iterable[str]:
        return self._found_under(
            task, lambda role: role == "coordinating" and not _is_open(task, role)
        )

    def uncertain(self, task: Task) -> Iterable[str]:
        """Read in neither column, or in a cell that is still open."""
        return self._found_under(task, lambda role: role == "unplaced" or _is_open(task, role))

    def verification(self, task: Task) -> Iterable[str]:
        return ["open" if task.open_by_cell else "verified"]

    def recurrence(self, task: Task) -> Iterable[str]:
        return [UNKNOWN if _is_open(task, "timeframe") else task.recurrence]

    def year(self, task: Task) -> Iterable[str]:
        if _is_open(task, "timeframe"):
            return [UNKNOWN]
        return map(str, self.years.get(task.pk, ()))

    def _found_under(self, task: Task, counts: Callable[[str], bool]) -> Iterable[str]:
        rows = [row for row in task.task_agencies.all() if counts(row.role)]
        return (code for row in rows for code in self.under[row.agency_id])


def _is_open(task: Task, cell: str) -> bool:
    return cell in task.open_by_cell


CHOICES: dict[str, Callable[[Register, Task], Iterable[str]]] = {
    method.__name__: method
    for method in (
        *(Register.group, Register.status, Register.lead, Register.coordinating),
        *(Register.uncertain, Register.verification, Register.recurrence, Register.year),
    )
}
