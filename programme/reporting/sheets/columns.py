"""Which reports stand in an agency's spreadsheet of a quarter, and in which columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from core.spreadsheets.form_sheets import KEY, SEAL, Column
from core.spreadsheets.form_sheets import seal as seal_of
from programme.models import Agency, Measure, Programme, Report
from programme.models.reports import ReportRole
from programme.periods import Period
from programme.reporting.comparison import field_label, label_of, measures_of
from programme.reporting.forms import figure_field
from programme.reporting.obligations import Obligation
from programme.reporting.workload import Workload
from programme.reporting.writing import blank

SHOWN = ("number", "content", "agency", "role", "state")  # to read only
WIDTHS = {"content": 40, "agency": 24, "results": 60}
WIDTHS |= dict.fromkeys(("difficulties", "proposals", "links"), 40)


@dataclass(frozen=True)
class ReportRow:
    """One report that is owed, with what is stored of it."""

    obligation: Obligation
    report: Report
    measures: list[Measure]

    @property
    def key(self) -> str:
        return f"{self.obligation.task.pk}:{self.obligation.agency.code}"

    def has(self, name: str) -> bool:
        """Whether this report's form has such a field."""
        if name.startswith("figure_"):
            return name in {figure_field(measure) for measure in self.measures}
        return name != "task_status" or self.obligation.role == ReportRole.LEAD


class QuarterSheet:
    """The reports of one agency on one programme for one quarter.

    `afterwards` says whether they are entered from paper, with the day on which they were made.
    """

    def __init__(
        self, agency: Agency, programme: Programme, quarter: Period, *, on_behalf: bool
    ) -> None:
        self.agency, self.programme, self.quarter = agency, programme, quarter
        self.workload = Workload(programme, Agency.objects.represented_by(agency))
        self.afterwards = on_behalf or quarter not in self.workload.asked

    @property
    def mark(self) -> str:
        """What the file says of itself in its first cell."""
        return f"bao-cao-quy {self.programme.slug} {self.quarter.code} {self.agency.code}"

    def must_be_writable(self) -> None:
        """Raise ValidationError, in words for the writer, where there is nothing to fill in."""
        self.agency.must_act()
        self.workload.must_be_writable(self.quarter)

    @cached_property
    def rows(self) -> list[ReportRow]:
        """What is owed, in the order of the tasks, in a constant number of queries."""
        self.must_be_writable()
        own = Report.objects.of(self.programme).of_agencies(self.workload.agencies)
        found = own.on([self.quarter]).for_list().prefetch_related("figures__measure", "evidence")
        stored = {(each.task_id, each.agency_id, each.period): each for each in found}
        counted: dict[str, list[Measure]] = {}
        for measure in self.measures.values():
            counted.setdefault(measure.task_number, []).append(measure)
        obligations = [
            fulfilment.obligation for fulfilment in self.workload.of(self.quarter).fulfilments
        ]
        return [
            ReportRow(each, stored.get(each.key) or blank(each), counted.get(each.task.number, []))
            for each in obligations
        ]

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """What the programme's reports count, by code."""
        return measures_of(self.programme)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column(name, label, at, name not in {KEY, SEAL, *SHOWN}, WIDTHS.get(name, 16))
            for at, (name, label) in enumerate(self._named(), 1)
        ]

    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def _named(self) -> Iterator[tuple[str, str]]:
        yield from ((KEY, KEY), (SEAL, SEAL))
        heads = (_("Nhiệm vụ"), _("Nội dung"), _("Đơn vị báo cáo"), _("Vai trò"), _("Tình trạng"))
        yield from zip(SHOWN, heads, strict=True)
        for name in Report.CONTENT_FIELDS:
            yield name, field_label(name)
        measures = {each.pk: each for row in self.rows for each in row.measures}
        for measure in measures.values():
            yield figure_field(measure), label_of(measure)
        yield "links", _("Liên kết kiểm chứng")
        if self.afterwards:
            yield "reported_on", _("Ngày báo cáo")


def seal(content: dict) -> str:
    """A short mark of what a report says in the cells of a sheet, which holds no files."""
    values = {name: value for name, value in content.items() if name != "evidence"}
    return seal_of(values | {"links": links(content)})


def links(content: dict) -> list[str]:
    """The addresses among the evidence; the rest are names of files."""
    return [place for _title, place in content["evidence"] if "://" in place]


def reported_values(report: Report, afterwards: bool) -> dict:
    """What the report says, with the day of the paper where it is entered afterwards."""
    day = {"reported_on": report.reported_on and report.reported_on.isoformat()}
    return report.content() | (day if afterwards else {})
