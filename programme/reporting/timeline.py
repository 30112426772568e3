"""A task's accepted reports as the public reads them, each with what it said before.

Results, progress, figures and evidence are public. Difficulties and proposals are not: the agency
writes them to the Department (section V of the Decision), which answers for what it makes of them.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from programme.models import Measure, Programme, Report, ReportEvidence, ReportVersion, Task
from programme.models.report_queries import ReportQuerySet


@dataclass(frozen=True)
class TimelineValues:
    """What the public reads of one version of a report."""

    results: str
    status: str
    progress: int | None
    milestone: str
    figures: list[tuple[str, Decimal, str]]  # name, value, unit
    titles: list[str] = field(default_factory=list)  # of evidence that is named, not handed out


@dataclass(frozen=True)
class TimelineEntry:
    """One accepted report on the timeline."""

    report: Report
    reported: TimelineValues
    evidence: list[ReportEvidence]
    earlier: list[
        tuple[int, ReportVersion, TimelineValues]
    ]  # acceptance number, version, what it said

    @property
    def acceptance(self) -> int:
        """How many times the report has been accepted."""
        return len(self.earlier) + 1


def timeline(reports: ReportQuerySet, programme: Programme) -> list[TimelineEntry]:
    """Return these accepted reports with their earlier acceptances; constant number of queries.

    Earlier versions name measures by their codes.
    """
    measures = {measure.code: measure for measure in Measure.objects.filter(programme=programme)}
    return [_entry(report, measures) for report in reports.for_public()]


def _entry(report: Report, measures: dict[str, Measure]) -> TimelineEntry:
    before = report.acceptances[:-1]
    earlier = [(n, version, _as_stored(version, measures)) for n, version in enumerate(before, 1)]
    return TimelineEntry(report, _as_it_stands(report), list(report.evidence.all()), earlier[::-1])


def _as_it_stands(report: Report) -> TimelineValues:
    figures = [(row.measure.name, row.value, row.measure.unit) for row in report.figures.all()]
    status = report.get_task_status_display()
    return TimelineValues(report.results, status, report.progress, report.milestone, figures)


def _as_stored(version: ReportVersion, measures: dict[str, Measure]) -> TimelineValues:
    content = version.content
    figures = [
        (measure.name if measure else code, Decimal(value), measure.unit if measure else "")
        for code, value in content["figures"].items()
        for measure in [measures.get(code)]
    ]
    return TimelineValues(
        content["results"],
        str(dict(Task.Status.choices).get(content["task_status"], "")),
        content["progress"],
        content["milestone"],
        figures,
        [title for title, _place in content["evidence"]],
    )
