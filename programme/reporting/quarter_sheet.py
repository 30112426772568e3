"""A quarter's reports of one agency as a spreadsheet, to fill in offline and to hand in whole."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.concurrency.comparison import FieldChange
from core.spreadsheets.columns import Column
from core.spreadsheets.form_sheets import FormSheet, SheetRow
from core.templatetags.formatting import official_date
from programme.models import Agency, Measure, Programme, Report
from programme.models.reports import ReportRole
from programme.periods import Period
from programme.reporting.comparison import compared, field_label, label_of, measures_of
from programme.reporting.forms import STATUSES, QuarterlyReportForm, figure_field
from programme.reporting.obligations import Obligation
from programme.reporting.workload import Workload
from programme.reporting.writing import ReportWriting, blank, in_role

OPTIONS: dict[str, dict[str, Any]] = {  # of columns, by field
    "results": {"width": 60},
    "task_status": {"choices": STATUSES[1:]},
    "progress": {"bounds": (0, 100)},
    "difficulties": {"width": 40},
    "proposals": {"width": 40},
}


@dataclass(frozen=True)
class OwedReport:
    """One report that is owed, with what is stored of it."""

    obligation: Obligation
    report: Report
    measures: list[Measure]


class ReportSheetRow(SheetRow):
    """One row in the report's own form."""

    sheet: "QuarterSheet"
    record: OwedReport
    form: QuarterlyReportForm
    stale_message = gettext_lazy(
        "Báo cáo này đã được sửa sau khi tải biểu mẫu. Hãy tải biểu mẫu mới."
    )
    stray_message = gettext_lazy("Báo cáo này không có mục này. Hãy để trống ô.")

    def bind(self) -> None:
        self.writing = ReportWriting(
            self.record.obligation,
            afterwards=self.sheet.afterwards,
            data=self.data,
            measures=self.record.measures,
            with_links=True,
        )
        self.form, report = self.writing.form, self.writing.report
        self.stored = self.sheet.reported(report)
        # The fingerprint finds concurrent changes; the form's own check knows one page, not a file.
        self.form.data["seen_version"] = report.version
        self.is_valid = self.form.is_valid()
        self.is_readable = not set(self.form.errors) - {NON_FIELD_ERRORS}

    @property
    def is_stale(self) -> bool:
        return self.is_valid and super().is_stale

    def typed(self) -> dict:
        data = self.form.cleaned_data
        values = self.form.typed() | {"evidence": self._evidence(data.get("links", []))}
        return self.sheet.with_day(values, data.get("reported_on"))

    def _evidence(self, typed: list[str]) -> list[list[str]]:
        """Return the files as they are, the links as the cell states them."""
        known = set(links(self.stored))
        gone = known.difference(typed)
        remaining = [row for row in self.stored["evidence"] if row[1] not in gone]
        return remaining + [[link, link] for link in typed if link not in known]

    def write(self, by: User, *, submit: bool) -> bool:
        self.form.save_valid()
        return not submit or self.writing.submit(by)

    def compared(self) -> list[FieldChange]:
        return compared(self.stored, self.typed(), self.sheet.measures)


class QuarterSheet(FormSheet):
    """The reports of one agency on one programme for one quarter.

    `afterwards` says whether they are entered from paper, with the day on which they were made.
    """

    row_class = ReportSheetRow
    kind = "bao-cao-quy"
    max_rows = 1_000  # an agency has some tens of reports
    unknown_column = "number"
    foreign_message = gettext_lazy("Tệp này không phải biểu mẫu báo cáo quý tải từ Cổng.")
    unknown_message = gettext_lazy(
        "Dòng này không có trong biểu mẫu, hoặc có hai lần. Mỗi báo cáo đứng ở một dòng."
    )
    errors_message = gettext_lazy(
        "Chưa lưu báo cáo nào. Hãy sửa các ô sau trong bảng tính rồi tải lên lại."
    )
    preview_message = gettext_lazy(
        "Đây là bản xem trước, chưa lưu gì. Tệp thay đổi các báo cáo sau:"
    )
    unchanged_message = gettext_lazy("Tệp không thay đổi báo cáo nào.")
    advice = gettext_lazy(
        "Điền các ô nền trắng rồi tải tệp này lên Cổng. Dòng để trống không đổi gì. Không thêm, "
        "bớt hoặc chuyển dòng, cột. "
        "Liên kết kiểm chứng: mỗi dòng trong ô một địa chỉ, hoặc cách nhau bằng dấu chấm phẩy. Tệp "
        "kiểm chứng được bổ sung trên Cổng, ở trang của từng báo cáo."
    )

    def __init__(
        self, agency: Agency, programme: Programme, quarter: Period, *, on_behalf: bool
    ) -> None:
        self.agency, self.programme, self.quarter = agency, programme, quarter
        self.workload = Workload(programme, Agency.objects.represented_by(agency))
        self.afterwards = on_behalf or quarter not in self.workload.asked
        self.owner = (programme.slug, quarter.code, agency.code)
        self.name = quarter.code
        self.file_name = f"bao-cao-{quarter.code}-{programme.slug}-{agency.code}.xlsx"
        self.title = _("Báo cáo %(quarter)s của %(agency)s, hạn gửi %(day)s") % {
            "quarter": quarter,
            "agency": agency.name,
            "day": official_date(programme.deadline(quarter)),
        }

    def other_owner(self, programme: str, quarter: str, agency: str) -> str:
        if agency != self.agency.code:
            return _("Đây là biểu mẫu của một đơn vị khác.")
        if programme != self.programme.slug:
            return _("Đây là biểu mẫu của một chương trình khác.")
        return _("Đây là biểu mẫu của %(other)s, không phải của %(quarter)s.") % {
            "other": _in_words(quarter),
            "quarter": self.quarter,
        }

    def must_be_writable(self) -> None:
        self.agency.must_act()
        self.workload.must_be_writable(self.quarter)

    def records(self, *, lock: bool) -> dict[str, OwedReport]:
        """Return what is owed, in task order; a report is locked when its row is written."""
        return {
            f"{each.obligation.task.pk}:{each.obligation.agency.code}": each for each in self.owed
        }

    @cached_property
    def owed(self) -> list[OwedReport]:
        """In a constant number of queries."""
        own = Report.objects.of(self.programme).of_agencies(self.workload.agencies)
        found = own.on([self.quarter]).for_list().prefetch_related("figures__measure", "evidence")
        stored = {(each.task_id, each.agency_id, each.period): each for each in found}
        counted = defaultdict(list)
        for measure in self.measures.values():
            counted[measure.task_number].append(measure)
        owed = (each.obligation for each in self.workload.of(self.quarter).fulfilments)
        return [
            OwedReport(each, _report_of(each, stored.get(each.key)), counted[each.task.number])
            for each in owed
        ]

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """What the programme's reports count, by code."""
        return measures_of(self.programme)

    def get_columns(self) -> Iterator[Column]:
        yield Column("number", _("Nhiệm vụ"), is_field=False)
        yield Column("content", _("Nội dung"), 40, is_field=False)
        yield Column("agency", _("Đơn vị báo cáo"), 24, is_field=False)
        yield Column("role", _("Vai trò"), is_field=False)
        yield Column("state", _("Tình trạng"), is_field=False)
        for name in Report.CONTENT_FIELDS:
            yield Column(name, field_label(name), **OPTIONS.get(name, {}))
        for measure in {each.pk: each for owed in self.owed for each in owed.measures}.values():
            yield Column(figure_field(measure), label_of(measure))
        yield Column("links", _("Liên kết kiểm chứng"), 40)
        if self.afterwards:
            yield Column("reported_on", _("Ngày báo cáo"), number_format="dd/mm/yyyy")

    def has_field(self, record: OwedReport, column: Column) -> bool:
        if column.name.startswith("figure_"):
            return column.name in {figure_field(measure) for measure in record.measures}
        return column.name != "task_status" or record.obligation.role == ReportRole.LEAD

    def is_open(self, record: OwedReport) -> bool:
        return record.report.is_editable

    def content(self, record: OwedReport) -> dict:
        return self.reported(record.report)

    def reported(self, report: Report) -> dict:
        return self.with_day(report.content(), report.reported_on)

    def with_day(self, content: dict, day: date | None) -> dict:
        """With the day of the paper, where the report is entered afterwards."""
        return content | ({"reported_on": day and day.isoformat()} if self.afterwards else {})

    def fingerprint(self, content: dict) -> str:
        """Of what the sheet holds: the links among the evidence, and no files."""
        values = {name: value for name, value in content.items() if name != "evidence"}
        return super().fingerprint(values | {"links": links(content)})

    def values(self, record: OwedReport, content: dict) -> dict[str, object]:
        obligation, report = record.obligation, record.report
        figures = report.figures.all() if report.pk else ()
        return {
            **{name: getattr(report, name) for name in Report.CONTENT_FIELDS},
            **{figure_field(row.measure): row.value for row in figures},
            "reported_on": report.reported_on,
            "links": "\n".join(links(content)),
            "number": obligation.task.number,
            "content": obligation.task.content_vi,
            "agency": obligation.agency.printed_name,
            "role": str(obligation.role.label),
            "state": report.get_state_display() if report.pk else _("Chưa nhập"),
        }


def _report_of(obligation: Obligation, stored: Report | None) -> Report:
    return in_role(stored, obligation) if stored else blank(obligation)


def links(content: dict) -> list[str]:
    """Return the addresses among the evidence; the rest are names of files."""
    return [place for _title, place in content["evidence"] if "://" in place]


def _in_words(quarter: str) -> str:
    try:
        return str(Period.read(quarter))
    except ValueError:
        return quarter
