"""What somebody has filled into the spreadsheet: checked as the form would, kept whole or not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from core.spreadsheets import form_sheets
from core.spreadsheets.form_sheets import KEY, SEAL, CellError, Column, Filled
from programme.models import Report
from programme.periods import Period
from programme.reporting.comparison import FieldChange, changed
from programme.reporting.forms import STATUSES
from programme.reporting.sheets.columns import QuarterSheet, ReportRow, links, reported_values, seal
from programme.reporting.writing import ReportWriting

MAX_ROWS = 1_000  # an agency has some tens of reports


@dataclass(frozen=True)
class ReportChange:
    """One report that the file changes, field by field."""

    number: int
    report: Report
    fields: list[FieldChange]


@dataclass
class ReportSheetOutcome:
    """What a file will do, or has done."""

    changes: list[ReportChange] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    untouched: int = 0


def filled_rows(sheet: QuarterSheet, file: UploadedFile) -> list[tuple[int, Filled]]:
    """The rows of an uploaded file by number; ValidationError where it is not this very form."""
    return form_sheets.filled_rows(file, sheet.columns, partial(_check_mark, sheet), MAX_ROWS)


def _check_mark(sheet: QuarterSheet, mark: str) -> None:
    """Say whose form it is, if it is not the one that belongs here."""
    if mark == sheet.mark:
        return
    kind, *parts = mark.split(" ")
    if kind != sheet.mark.split(" ")[0] or len(parts) != 3:
        raise ValidationError(_("Tệp này không phải biểu mẫu báo cáo quý tải từ Cổng."))
    programme, quarter, agency = parts
    if agency != sheet.agency.code:
        raise ValidationError(_("Đây là biểu mẫu của một đơn vị khác."))
    if programme != sheet.programme.slug:
        raise ValidationError(_("Đây là biểu mẫu của một chương trình khác."))
    raise ValidationError(
        _("Đây là biểu mẫu của %(other)s, không phải của %(quarter)s.")
        % {"other": _in_words(quarter), "quarter": sheet.quarter}
    )


def _in_words(quarter: str) -> str:
    try:
        return str(Period.read(quarter))
    except ValueError:
        return quarter


def run(
    sheet: QuarterSheet, rows: list[tuple[int, Filled]], by: User, *, write: bool, submit: bool
) -> ReportSheetOutcome:
    """Check every row by writing it, and keep all of them or, on an error or a trial, none."""
    try:
        return _run(sheet, rows, by, write, submit)
    except IntegrityError:  # somebody has begun one of the reports this very moment
        return _run(sheet, rows, by, write, submit)


@transaction.atomic
def _run(
    sheet: QuarterSheet, rows: list[tuple[int, Filled]], by: User, write: bool, submit: bool
) -> ReportSheetOutcome:
    outcome, known = ReportSheetOutcome(), {row.key: row for row in sheet.rows}
    for number, filled in rows:
        row = known.pop(str(filled.get(KEY, "")), None)
        if row is None:
            outcome.errors.append(_unknown(number, filled))
        else:
            _run_row(sheet, _FilledReport(sheet, number, filled, row), by, submit, outcome)
    if outcome.errors or not write:
        transaction.set_rollback(True)
    return outcome


def _unknown(number: int, filled: Filled) -> CellError:
    value = str(filled.get("number", ""))
    reason = _("Dòng này không có trong biểu mẫu, hoặc có hai lần. Mỗi báo cáo đứng ở một dòng.")
    return CellError(number, None, value, reason)


class _FilledReport:
    """One row as it was filled in, in the report's own form."""

    def __init__(self, sheet: QuarterSheet, number: int, filled: Filled, row: ReportRow) -> None:
        self.sheet, self.number, self.filled, self.row = sheet, number, filled, row
        self.writing = ReportWriting(
            row.obligation,
            afterwards=sheet.afterwards,
            data=self._data(),
            measures=row.measures,
            with_links=True,
        )
        report = self.writing.report
        self.stored = reported_values(report, sheet.afterwards)
        # Who wrote meanwhile is told by the seal; the form's own guard knows one page, not a file.
        self.writing.form.data["seen_version"] = report.version
        self.is_valid = self.writing.form.is_valid()

    @property
    def is_untouched(self) -> bool:
        """Whether it says what the file said when it was downloaded, or what is stored anyway."""
        typed = self.typed()
        return self._is_clean() and (typed == self.stored or seal(typed) == self.filled.get(SEAL))

    def _is_clean(self) -> bool:
        return not (set(self.writing.form.errors) - {NON_FIELD_ERRORS}) and not [*self.strays()]

    @property
    def is_stale(self) -> bool:
        """Whether somebody has changed the report since the file was downloaded."""
        return seal(self.stored) != self.filled.get(SEAL)

    def typed(self) -> dict:
        form = self.writing.form
        values = form.typed() | {"evidence": self._evidence(form.cleaned_data.get("links", []))}
        if self.sheet.afterwards:
            day = form.cleaned_data.get("reported_on")
            values["reported_on"] = day and day.isoformat()
        return values

    def _evidence(self, typed: list[str]) -> list[list[str]]:
        """The files as they are, the links as the cell tells them."""
        known = set(links(self.stored))
        gone = known.difference(typed)
        kept = [row for row in self.stored["evidence"] if row[1] not in gone]
        return kept + [[link, link] for link in typed if link not in known]

    def strays(self) -> Iterator[CellError]:
        """Cells that are filled in though this report has no such field."""
        for column in self.sheet.columns:
            value = self.filled.get(column.name, "")
            if column.is_field and not self.row.has(column.name) and value != "":
                yield self.error(column, _("Báo cáo này không có mục này. Hãy để trống ô."))

    def errors(self) -> Iterator[CellError]:
        columns = self.sheet.by_name()
        for name, messages in self.writing.form.errors.items():
            for message in messages:
                yield self.error(columns.get(name), str(message))

    def error(self, column: Column | None, reason: str) -> CellError:
        value = self.filled.get(column.name, "") if column else ""
        return CellError(self.number, column, str(value)[:200], reason)

    def _data(self) -> dict:
        data = {
            column.name: self.filled.get(column.name, "")
            for column in self.sheet.columns
            if column.is_field
        }
        return data | {"task_status": _status(str(data["task_status"]))}


def _run_row(
    sheet: QuarterSheet, row: _FilledReport, by: User, submit: bool, outcome: ReportSheetOutcome
) -> None:
    if row.is_untouched:
        outcome.untouched += 1
        return
    fields = changed(row.stored, row.typed(), sheet.measures)
    outcome.errors.extend([*row.strays(), *row.errors()])
    if row.is_stale and row.is_valid:
        reason = _("Báo cáo này đã được sửa sau khi tải biểu mẫu. Hãy tải biểu mẫu mới.")
        outcome.errors.append(row.error(None, reason))
        return
    if not row.is_valid:
        return
    row.writing.form.keep()
    outcome.changes.append(ReportChange(row.number, row.writing.report, fields))
    if submit and not row.writing.submit(by):
        outcome.errors.extend(row.errors())


def _status(label: str) -> str:
    """The code of a task's status by its label, in the reader's language or in Vietnamese."""
    codes = {str(text): code for code, text in STATUSES if code}
    with override("vi"):
        codes |= {str(text): code for code, text in STATUSES if code}
    return codes.get(label.strip(), label.strip())
