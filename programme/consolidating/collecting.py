"""Collect what the portal knows of a period, in Vietnamese, for a consolidated report.

Constant in queries however many tasks and quarters.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import override

from core.templatetags.formatting import figure, official_date
from programme.consolidating.means import budget_of, targets_of
from programme.consolidating.states import TaskStates
from programme.models import (
    Amendment,
    ConsolidatedReport,
    Programme,
    Report,
    ReportFigure,
    Task,
    TaskGroup,
)
from programme.models.reports import ReportRole
from programme.periods import Period
from programme.reporting.fulfilment import Fulfilment, Timeliness, fulfilments
from programme.reporting.obligations import Obligations
from programme.snapshot import (
    AgencyDelay,
    AmendmentSummary,
    DecisionReference,
    GroupSummary,
    OutstandingReport,
    PeriodSnapshot,
    PeriodSpan,
    ReportSummary,
    TaskSummary,
)


def collect(report: ConsolidatedReport, today: date | None = None) -> PeriodSnapshot:
    """Return all that a report of this programme, period and scope says, as known today."""
    with override("vi"):  # an official report, whoever collects it
        return _Collector(report, today or localdate()).snapshot


class _Collector:
    """One programme's period, read once."""

    def __init__(self, report: ConsolidatedReport, today: date) -> None:
        self.programme, self.period, self.group = report.programme, report.period, report.group
        self.today = today
        self.obligations = Obligations(self.programme)
        owed = [
            each for each in self.obligations.of(self.period.quarters) if self._in_scope(each.task)
        ]
        self.fulfilments = fulfilments(self.programme, owed, today)
        accepted = Report.objects.of(self.programme).on(self.period.quarters).accepted()
        self.states = TaskStates(self.programme, self.period)
        self.reports = defaultdict(list)
        for each in accepted.for_page().order_by("year", "quarter", "-role", "pk"):
            self.reports[each.task_id].append(each)

    @property
    def snapshot(self) -> PeriodSnapshot:
        tasks = [task for task in self.obligations.tasks if self._belongs(task)]
        return PeriodSnapshot(
            programme=_decision_of(self.programme),
            period=_span_of(self.period),
            scope=self.group.title_vi if self.group else "",
            as_of=official_date(self.today),
            task_count=len(tasks),
            statuses=self.states.counts(tasks),
            groups=list(self._groups(tasks)),
            compliance=_compliance(self.fulfilments),
            late=_delays(self.fulfilments, Timeliness.LATE),
            missing=_delays(self.fulfilments, Timeliness.MISSING),
            outstanding=[_outstanding(each) for each in self.fulfilments if not each.is_accepted],
            unassigned=self._unassigned(),
            amendments=self._amendments(),
            targets=[] if self.group else list(targets_of(self.programme, self.period)),
            budget=budget_of(self.programme, self.period.year, self.group),
            is_interim=not self.period.has_closed(self.today),
        )

    def _in_scope(self, task: Task) -> bool:
        return self.group is None or task.group_id == self.group.pk

    def _belongs(self, task: Task) -> bool:
        """Whether the wording held when the period closed, or was reported on within it."""
        held = task.was_in_force(self.period.closes) or task.pk in self.reports
        return held and self._in_scope(task)

    def _groups(self, tasks: list[Task]) -> Iterator[GroupSummary]:
        by_group: dict[TaskGroup, list[Task]] = defaultdict(list)
        for task in tasks:
            by_group[task.group].append(task)
        for group, own in by_group.items():
            yield GroupSummary(group.number, group.title_vi, [self._task(task) for task in own])

    def _task(self, task: Task) -> TaskSummary:
        reports = self.reports[task.pk]
        return TaskSummary(
            number=task.number,
            content=task.content_vi,
            leads=_agencies(task, "lead", task.leads),
            coordinating=_agencies(task, "coordinating", task.coordinators),
            timeframe=task.timeframe,
            status=self.states.of(task).words,
            progress=_progress(reports),
            reports=[_report(each, self.programme) for each in reports],
        )

    def _unassigned(self) -> list[str]:
        last = self.period.quarters[-1]
        if last not in set(self.programme.reported_quarters):
            return []
        found = self.obligations.unassigned(last)
        return [f"{task.number} {task.content_vi}" for task in found if self._in_scope(task)]

    def _amendments(self) -> list[AmendmentSummary]:
        """Decisions that came into effect within the period (V.2 d)."""
        within = Amendment.objects.filter(
            programme=self.programme,
            effective_on__range=(self.period.begins, self.period.closes),
        )
        return [_amendment(each) for each in within]


def _decision_of(programme: Programme) -> DecisionReference:
    return DecisionReference(
        number=programme.number,
        signed_on=official_date(programme.signed_on),
        issuer=programme.issuer,
        title=programme.title_vi,
        is_demo=programme.is_demo,
    )


def _span_of(period: Period) -> PeriodSpan:
    begins, closes = official_date(period.begins), official_date(period.closes)
    return PeriodSpan(period.code, str(period), begins, closes)


def _amendment(amendment: Amendment) -> AmendmentSummary:
    return AmendmentSummary(
        number=amendment.number,
        signed_on=official_date(amendment.signed_on),
        effective_on=official_date(amendment.effective_on),
        issuer=amendment.issuer,
        summary=amendment.summary,
    )


def _agencies(task: Task, cell: str, read: list) -> str:
    """Names as the Appendix prints them; a cell in doubt says so."""
    names = "; ".join(agency.printed_name for agency in read)
    if cell in task.open_by_cell:
        return f"{names} (chưa xác minh)".strip()
    return names


def _progress(reports: list[Report]) -> str:
    """Return what the lead reported last: per cent, or the milestone."""
    for report in reversed(reports):
        if report.role == ReportRole.LEAD and report.progress is not None:
            return f"{report.progress}%"
        if report.role == ReportRole.LEAD and report.milestone:
            return report.milestone
    return ""


def _report(report: Report, programme: Programme) -> ReportSummary:
    return ReportSummary(
        agency=report.agency.printed_name,
        role=str(report.get_role_display()),
        quarter=str(report.period),
        reported_on=official_date(report.reported_on),
        is_late=report.reported_on > programme.deadline(report.period),
        is_afterwards=report.entered_afterwards,
        results=report.results,
        figures=[_figure(row) for row in report.figures.all()],
        difficulties=report.difficulties,
        proposals=report.proposals,
    )


def _figure(row: ReportFigure) -> str:
    return f"{row.measure.name_vi}: {figure(row.value)} {row.measure.unit_vi}"


def _compliance(found: list[Fulfilment]) -> dict[str, int]:
    """Count the owed reports by the label of their timeliness."""
    counts = Counter(each.timeliness for each in found)
    return {
        str(timeliness.label): counts[timeliness] for timeliness in Timeliness if counts[timeliness]
    }


def _outstanding(fulfilment: Fulfilment) -> OutstandingReport:
    owed, report = fulfilment.obligation, fulfilment.report
    state = str(fulfilment.timeliness.label)
    if report is not None and report.state == Report.State.SUBMITTED:
        late = fulfilment.timeliness == Timeliness.LATE
        state = f"{report.get_state_display()}{', trễ hạn' if late else ''}"
    return OutstandingReport(owed.task.number, owed.agency.printed_name, str(owed.quarter), state)


def _delays(found: list[Fulfilment], timeliness: Timeliness) -> list[AgencyDelay]:
    """Return the agencies, by name, with the obligations that they fulfilled so."""
    by_agency = defaultdict(list)
    for each in found:
        if each.timeliness == timeliness:
            by_agency[each.obligation.agency].append(each.obligation)
    agencies = sorted(by_agency, key=lambda agency: agency.name_vi)
    return [
        AgencyDelay(
            agency.printed_name,
            [f"{owed.task.number} ({owed.quarter})" for owed in by_agency[agency]],
        )
        for agency in agencies
    ]
