"""The uploaded spreadsheet: checked as the form would, saved whole or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.spreadsheets import form_sheets
from core.spreadsheets.form_sheets import HEADINGS, KEY, SEAL, CellError, Filled, seal
from localization.models import Answer
from localization.surveying.entry import AnswerEntry
from localization.surveying.forms import LINE_FIELDS, MAX_LINES
from localization.surveying.sheets.columns import (
    MAX_UNITS,
    WaveSheet,
    flat,
    labels_of_modes,
    line_column,
)
from programme.reporting.comparison import FieldChange


@dataclass(frozen=True)
class AnswerChange:
    """One answer that the file changes, cell by cell."""

    number: int
    answer: Answer
    cells: list[FieldChange]


@dataclass
class SheetResult:
    """What a file will do, or has done."""

    changes: list[AnswerChange] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    untouched: int = 0


def filled_rows(sheet: WaveSheet, file: UploadedFile) -> list[tuple[int, Filled]]:
    """Return the rows of a file by number; raise ValidationError where it is another form."""
    check = partial(_check_mark, sheet)
    return form_sheets.filled_rows(file, sheet.columns, check, MAX_UNITS + HEADINGS + 1)


def _check_mark(sheet: WaveSheet, mark: str) -> None:
    """Raise ValidationError that names the form's owner if it is another's."""
    if mark == sheet.mark:
        return
    kind, *ids = mark.split(" ")
    if kind != sheet.mark.split(" ")[0] or len(ids) != 2:
        raise ValidationError(_("Tệp này không phải biểu mẫu khảo sát tải từ Cổng."))
    if ids[0] != str(sheet.wave.pk):
        raise ValidationError(_("Đây là biểu mẫu của một cuộc khảo sát khác."))
    raise ValidationError(_("Đây là biểu mẫu của một ngành khác."))


@transaction.atomic
def process_rows(
    sheet: WaveSheet, rows: list[tuple[int, Filled]], by: User, *, write: bool
) -> SheetResult:
    """Check every row by sending it, and save all of them or, on an error or a trial, none."""
    result = SheetResult()
    sheet.wave.must_take(Answer.Channel.SPREADSHEET)
    known = sheet.answers(lock=True)
    for number, filled in rows:
        answer = known.pop(str(filled.get(KEY, "")), None)
        if answer is None:
            result.errors.append(_unknown(number, filled))
        else:
            _process_row(_AnswerRow(sheet, number, filled, answer), by, result)
    if result.errors or not write:
        transaction.set_rollback(True)
    return result


def _unknown(number: int, filled: Filled) -> CellError:
    reason = _("Dòng này không có trong biểu mẫu, hoặc có hai lần. Mỗi doanh nghiệp một dòng.")
    return CellError(number, None, str(filled.get("name", ""))[:200], reason)


class _AnswerRow:
    """One row as it was filled in, in the answer's own form."""

    def __init__(self, sheet: WaveSheet, number: int, filled: Filled, answer: Answer) -> None:
        self.sheet, self.number, self.filled, self.answer = sheet, number, filled, answer
        self.data = self._data()
        self.entry = AnswerEntry(answer, sheet.reference, self.data)
        self.stored = self.entry.content()  # before the form writes on the answer
        self.is_readable = self.entry.is_valid

    @property
    def is_untouched(self) -> bool:
        """Whether it is as it was when downloaded, or as it is stored anyway."""
        if not self.is_readable:
            return False
        typed = self.entry.typed()
        return typed == self.stored or seal(typed) == self.filled.get(SEAL)

    @property
    def is_stale(self) -> bool:
        """Whether somebody has changed the answer since the file was downloaded."""
        return seal(self.stored) != self.filled.get(SEAL)

    def send(self, by: User) -> bool:
        """Let the answer count; where that cannot be, `errors` say why."""
        self.entry = AnswerEntry(self.answer, self.sheet.reference, self.data, submits=True)
        return self.entry.submit(by, Answer.Channel.SPREADSHEET)

    def changes(self) -> list[FieldChange]:
        old, new = flat(self.stored), flat(self.entry.typed())
        words = self.sheet.by_name()
        pairs = (
            (n, self._shown(n, old), self._shown(n, new)) for n in words if n in {**old, **new}
        )
        return [FieldChange(str(words[n].label), a, b) for n, a, b in pairs if a != b]

    def _shown(self, name: str, values: dict[str, str]) -> str:
        text = values.get(name, "")
        if name == "mode":
            return str(dict(Answer.Mode.choices).get(text, ""))
        if name.endswith("_group"):
            return {str(group.pk): group.name for group in self.sheet.reference.groups}.get(
                text, text
            )
        return text

    def errors(self) -> Iterator[CellError]:
        for name, messages in self.entry.form.errors.items():
            yield from (self.error(name, message) for message in messages)
        for number, line in enumerate(self.entry.lines.forms, 1):
            for name, messages in line.errors.items():
                column = line_column(number, name)
                yield from (self.error(column, message) for message in messages)

    def error(self, name: str, reason: str) -> CellError:
        column = self.sheet.by_name().get(name)
        value = self.filled.get(name, "") if column else self.filled.get("name", "")
        return CellError(self.number, column, str(value)[:200], reason)

    def _data(self) -> dict:
        """The cells under the names of the form's fields."""
        data = {c.name: self._cell(c.name) for c in self.sheet.columns if c.is_field}
        mode = str(data["mode"]).strip()
        data["mode"] = labels_of_modes().get(mode, mode) or Answer.Mode.VALUE
        for at in range(MAX_LINES):
            for part in LINE_FIELDS:
                data[f"lines-{at}-{part}"] = data.pop(line_column(at + 1, part))
            data[f"lines-{at}-group"] = self._group(str(data[f"lines-{at}-group"]).strip())
        data |= {"lines-TOTAL_FORMS": MAX_LINES, "lines-INITIAL_FORMS": 0}
        # The seal finds concurrent changes; the form's own check knows one page, not a file.
        return data | {"seen_version": self.answer.version}

    def _cell(self, name: str) -> str | int | Decimal:
        """A number to four decimals: a spreadsheet adds 0.1 and 0.2 to a little more than 0.3."""
        value = self.filled.get(name, "")
        return Decimal(str(round(value, 4))) if isinstance(value, float) else value

    def _group(self, label: str) -> str:
        codes = {group.name_vi: str(group.pk) for group in self.sheet.reference.groups}
        codes |= {group.name: str(group.pk) for group in self.sheet.reference.groups}
        return codes.get(label, label)


def _process_row(row: _AnswerRow, by: User, result: SheetResult) -> None:
    if row.is_untouched:
        result.untouched += 1
        return
    if row.is_stale:
        reason = _("Phiếu này đã được sửa sau khi tải biểu mẫu. Hãy tải biểu mẫu mới.")
        result.errors.append(row.error("", reason))
        return
    if not (row.is_readable and row.send(by)):
        result.errors.extend(row.errors())
        return
    result.changes.append(AnswerChange(row.number, row.answer, row.changes()))
