"""How far the latest quarter's accepted reports say that each group and each agency is.

Percentages are averaged only where every task of the part has one; where one says a milestone or
nothing, the part is told by counts, and the two are never mixed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from programme.models import Agency, Programme, Report, Task, TaskGroup
from programme.models.reports import ReportRole
from programme.periods import Period, PeriodKind
from programme.reporting.obligations import Obligations


@dataclass(frozen=True)
class ProgressPart:
    """A group's or an agency's tasks of the quarter, each with its lead's report, if accepted."""

    of: TaskGroup | Agency
    reports: list[Report | None]

    @property
    def accepted(self) -> int:
        return sum(report is not None for report in self.reports)

    @property
    def average(self) -> int | None:
        """In per cent; nothing unless every task has a percentage."""
        percents = [report.progress if report else None for report in self.reports]
        told = [percent for percent in percents if percent is not None]
        return round(fmean(told)) if len(told) == len(percents) else None

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many tasks stand how by their reports, in the order of the statuses."""
        found = Counter(report.task_status if report else None for report in self.reports)
        labels: list[tuple[str | None, str | Promise]] = [
            *Task.Status.choices,
            ("", _("Không ghi tình trạng")),
            (None, _("Chưa có báo cáo được tiếp nhận")),
        ]
        return [(str(label), found[value]) for value, label in labels if found[value]]


class Progress:
    """The latest quarter of which a lead's report is accepted, by group and by agency."""

    def __init__(self, programme: Programme, quarter: Period) -> None:
        self.quarter, self.obligations = quarter, Obligations(programme)
        reports = _leads(programme).filter(year=quarter.year, quarter=quarter.number)
        self._by_task = {report.task_id: report for report in reports}
        asked = {task.pk for task in self.obligations.due(quarter)} | self._by_task.keys()
        self.tasks = [task for task in self.obligations.tasks if task.pk in asked]

    @property
    def groups(self) -> list[ProgressPart]:
        return self._parts((task.group, task) for task in self.tasks)

    @property
    def agencies(self) -> list[ProgressPart]:
        """By who leads in the quarter; a task without a lead is nobody's."""
        leads = ((self.obligations.lead_of(task, self.quarter), task) for task in self.tasks)
        return self._parts((lead, task) for lead, task in leads if lead)

    def _parts(self, pairs: Iterable[tuple[TaskGroup | Agency, Task]]) -> list[ProgressPart]:
        found = defaultdict(list)
        for of, task in pairs:
            found[of].append(self._by_task.get(task.pk))
        return [ProgressPart(of, reports) for of, reports in found.items()]


def latest_progress(programme: Programme) -> Progress | None:
    """Nothing as long as no lead's report is accepted."""
    latest = _leads(programme).order_by("-year", "-quarter").values_list("year", "quarter").first()
    return Progress(programme, Period(latest[0], latest[1], PeriodKind.QUARTER)) if latest else None


def _leads(programme: Programme):
    return Report.objects.of(programme).accepted().filter(role=ReportRole.LEAD)
