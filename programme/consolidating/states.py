"""How tasks stand by the reports of a period: what an older report said is told as that."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from core.templatetags.formatting import official_date
from programme.models import Programme, Report, Task
from programme.models.reports import ReportRole
from programme.periods import Period, PeriodKind
from programme.snapshot import StatusCount

EARLIER = "theo báo cáo kỳ trước"
TYPED = "cập nhật ngoài báo cáo quý"


@dataclass(frozen=True)
class TaskState:
    """A task's status, with its source unless the last quarter's report says it."""

    status: str
    source: str = ""  # in the table, with the quarter or the day
    kind: str = ""  # in the counts

    @property
    def words(self) -> str:
        return _labelled(self.status, self.source)


@dataclass(frozen=True)
class _Said:
    quarter: Period
    status: str
    decided_at: datetime


class TaskStates:
    """The statuses of a programme's tasks as the leads' accepted reports have them, read once.

    A task is the same by its number, as an amended wording is a row of its own.
    """

    def __init__(self, programme: Programme, period: Period) -> None:
        self.last = period.quarters[-1]
        self._said: dict[tuple[int, int], list[_Said]] = {}
        reports = Report.objects.of(programme).accepted().filter(role=ReportRole.LEAD)
        rows = reports.exclude(task_status="").order_by("year", "quarter", "pk")
        for group, position, year, number, status, at in rows.values_list(
            *("task__group", "task__position", "year", "quarter", "task_status", "decided_at")
        ):
            said = _Said(Period(year, number, PeriodKind.QUARTER), status, at)
            self._said.setdefault((group, position), []).append(said)

    def of(self, task: Task) -> TaskState:
        """Return how it stood when the period closed, as far as anybody has said."""
        every = self._said.get((task.group_id, task.position), [])
        known = [said for said in every if said.quarter <= self.last]
        latest = known[-1] if known else None
        if latest and latest.quarter == self.last:
            return TaskState(latest.status)
        if len(known) == len(every) and _is_typed_since(task, latest):
            day = official_date(localtime(task.status_updated_at).date())
            return TaskState(task.status, f"cập nhật ngày {day}", TYPED)
        if latest:
            return TaskState(latest.status, f"theo báo cáo {latest.quarter}", EARLIER)
        return TaskState(Task.Status.NO_REPORT)

    def counts(self, tasks: Iterable[Task]) -> list[StatusCount]:
        """Return how many stand how, in the order of the statuses; by older words each apart."""
        states = [self.of(task) for task in tasks]
        counts = Counter((state.kind, state.status) for state in states)
        return [
            StatusCount(_labelled(code, kind), counts[kind, code])
            for kind in ("", EARLIER, TYPED)
            for code, _label in Task.Status.choices
            if counts[kind, code]
        ]


def _is_typed_since(task: Task, said: _Said | None) -> bool:
    """Return whether somebody has set the status on the task itself after that report."""
    if task.status == Task.Status.NO_REPORT or task.status_updated_at is None:
        return False
    if said is None:
        return True
    return task.status != said.status and task.status_updated_at > said.decided_at


def _labelled(status: str, source: str) -> str:
    label = str(Task.Status(status).label)
    return f"{label} ({source})" if source else label
