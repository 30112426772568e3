"""What the portal knows of a period, as plain values in Vietnamese: the ground of a report.

Constant in queries however many tasks and quarters. Money is in VND, progress in per cent.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import override

from core.templatetags.formatting import figure, official_date
from programme.consolidating.means import budget_of, targets_of
from programme.models import Amendment, ConsolidatedReport, Programme, Report, Task, TaskGroup
from programme.models.reports import ReportRole
from programme.periods import Period
from programme.reporting.fulfilment import Fulfilment, Timeliness, fulfilments
from programme.reporting.obligations import Obligations


def collect(report: ConsolidatedReport, today: date | None = None) -> dict:
    """All that a report of this programme, period and scope says, as known today."""
    with override("vi"):  # an official report, whoever collects it
        return _Collected(report, today or localdate()).data


class _Collected:
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
        self.reports = defaultdict(list)
        for each in accepted.for_page().order_by("year", "quarter", "-role", "pk"):
            self.reports[each.task_id].append(each)

    @property
    def data(self) -> dict:
        tasks = [task for task in self.obligations.tasks if self._belongs(task)]
        return {
            "programme": _programme(self.programme),
            "period": {"code": self.period.code, "name": str(self.period), **_days(self.period)},
            "scope": self.group.title_vi if self.group else "",
            "today": official_date(self.today),
            "total": len(tasks),
            "statuses": _statuses(tasks),
            "groups": list(self._groups(tasks)),
            "compliance": _compliance(self.fulfilments),
            "late": _behind(self.fulfilments, Timeliness.LATE),
            "missing": _behind(self.fulfilments, Timeliness.MISSING),
            "unassigned": self._unassigned(),
            "amendments": self._amendments(),
            "targets": [] if self.group else list(targets_of(self.programme, self.period)),
            "budget": budget_of(self.programme, self.period.year, self.group),
        }

    def _in_scope(self, task: Task) -> bool:
        return self.group is None or task.group_id == self.group.pk

    def _belongs(self, task: Task) -> bool:
        """Whether the wording held when the period closed, or was reported on within it."""
        held = task.was_in_force(self.period.closes) or task.pk in self.reports
        return held and self._in_scope(task)

    def _groups(self, tasks: list[Task]) -> Iterable[dict]:
        by_group: dict[TaskGroup, list[Task]] = defaultdict(list)
        for task in tasks:
            by_group[task.group].append(task)
        for group, own in by_group.items():
            yield {
                "number": group.number,
                "title": group.title_vi,
                "tasks": [self._task(task) for task in own],
            }

    def _task(self, task: Task) -> dict:
        reports = self.reports[task.pk]
        return {
            "number": task.number,
            "content": task.content_vi,
            "leads": _agencies(task, "lead", task.leads),
            "coordinating": _agencies(task, "coordinating", task.coordinators),
            "timeframe": task.timeframe,
            "status": task.get_status_display(),
            "progress": _progress(reports),
            "reports": [_report(each, self.programme) for each in reports],
        }

    def _unassigned(self) -> list[str]:
        last = self.period.quarters[-1]
        if last not in set(self.programme.reported_quarters):
            return []
        found = self.obligations.unassigned(last)
        return [f"{task.number} {task.content_vi}" for task in found if self._in_scope(task)]

    def _amendments(self) -> list[dict]:
        """Decisions that came into effect within the period (V.2 d)."""
        within = Amendment.objects.filter(
            programme=self.programme,
            effective_on__range=(self.period.begins, self.period.closes),
        )
        return [
            {
                "number": each.number,
                "signed_on": official_date(each.signed_on),
                "effective_on": official_date(each.effective_on),
                "issuer": each.issuer,
                "summary": each.summary,
            }
            for each in within
        ]


def _programme(programme: Programme) -> dict:
    return {
        "number": programme.number,
        "signed_on": official_date(programme.signed_on),
        "issuer": programme.issuer,
        "title": programme.title_vi,
        "is_demo": programme.is_demo,
    }


def _days(period: Period) -> dict:
    return {"begins": official_date(period.begins), "closes": official_date(period.closes)}


def _statuses(tasks: list[Task]) -> list[list]:
    """Label and count of each status that occurs, in the order of the statuses."""
    counts = Counter(task.status for task in tasks)
    return [[str(label), counts[code]] for code, label in Task.Status.choices if counts[code]]


def _agencies(task: Task, cell: str, read: list) -> str:
    """Names as the Appendix prints them; a cell in doubt says so."""
    names = "; ".join(agency.printed_name for agency in read)
    if cell in task.open_by_cell:
        return f"{names} (chưa xác minh)".strip()
    return names


def _progress(reports: list[Report]) -> str:
    """What the lead said last: per cent, or the milestone."""
    for report in reversed(reports):
        if report.role == ReportRole.LEAD and report.progress is not None:
            return f"{report.progress}%"
        if report.role == ReportRole.LEAD and report.milestone:
            return report.milestone
    return ""


def _report(report: Report, programme: Programme) -> dict:
    return {
        "agency": report.agency.printed_name,
        "role": str(report.get_role_display()),
        "quarter": str(report.period),
        "reported_on": official_date(report.reported_on),
        "is_late": report.reported_on > programme.deadline(report.period),
        "is_afterwards": report.entered_afterwards,
        "results": report.results,
        "figures": [_figure(row) for row in report.figures.all()],
        "difficulties": report.difficulties,
        "proposals": report.proposals,
    }


def _figure(row) -> str:
    return f"{row.measure.name_vi}: {figure(row.value)} {row.measure.unit_vi}"


def _compliance(found: list[Fulfilment]) -> dict[str, int]:
    """How many of the owed reports stand how; only timeliness_kinds that occur."""
    counts = Counter(each.timeliness for each in found)
    return {
        str(timeliness.label): counts[timeliness] for timeliness in Timeliness if counts[timeliness]
    }


def _behind(found: list[Fulfilment], timeliness: Timeliness) -> list[dict]:
    """Agencies with what they owed and did not report in time, by name."""
    by_agency = defaultdict(list)
    for each in found:
        if each.timeliness == timeliness:
            by_agency[each.obligation.agency].append(each.obligation)
    return [
        {
            "agency": agency.printed_name,
            "reports": [f"{owed.task.number} ({owed.quarter})" for owed in owed_by],
        }
        for agency, owed_by in sorted(by_agency.items(), key=lambda pair: pair[0].name_vi)
    ]
