"""Spreadsheets that the portal makes as forms, and takes back filled in.

A file's mark says which form it is and whose. Two hidden columns say which record a row is, and
hold its seal: the fingerprints of what its record said and of what its cells held when the file was
made. A row whose cells are as they were given out, or all blank, changes nothing, whatever has
become of its record; of all others the seal tells whether somebody else was quicker.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice, zip_longest
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core import jobs
from core.concurrency.comparison import FieldChange
from core.concurrency.conflicts import fingerprint
from core.spreadsheets.columns import FINGERPRINT, KEY, CellError, Column, as_plain
from core.spreadsheets.reading import check_upload, open_form
from core.spreadsheets.workbooks import HEADINGS, as_bytes, new_form, put, restrict

CellValue = str | int | float
PART = "."  # between the two fingerprints of a seal
Filled = dict[str, CellValue]  # the cells of a row by their columns' names
Rows = list[tuple[int, Filled]]  # rows by their numbers in the file


@dataclass(frozen=True)
class RowChange:
    """One record that the file changes, field by field."""

    number: int  # of its row
    record: Any
    fields: list[FieldChange]


@dataclass
class SheetResult:
    """What a file will do, or has done."""

    changes: list[RowChange] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    untouched: int = 0


class SheetRow:
    """One row as it was filled in, bound to the form in which its record is written.

    A subclass says what is stored, what was typed, and how the record is written.
    """

    stale_message: str | Promise  # somebody has changed the record since the file was made
    stray_message: str | Promise = ""  # a cell is filled in that the record's form has not
    form: BaseForm
    stored: dict[str, Any]  # the record's content before the form writes on it
    is_readable: bool  # whether `typed` can be relied on
    is_valid: bool
    bind: Callable[[], None]  # fills in the form with `data`, and sets the four above
    typed: Callable[[], dict[str, Any]]  # what was filled in, in the terms of `stored`
    write: Callable[..., bool]  # (by, submit): whether the record was saved; else errors say why
    compared: Callable[[], list[FieldChange]]  # what is stored beside what was typed

    def __init__(self, sheet: "FormSheet", number: int, filled: Filled, record: Any) -> None:
        self.sheet, self.number, self.filled, self.record = sheet, number, filled, record
        self.bind()

    @cached_property
    def data(self) -> dict[str, Any]:
        """The cells under the names of the form's fields, choices as codes."""
        return {column.name: self.value(column) for column in self.sheet.columns if column.is_field}

    def value(self, column: Column) -> Any:
        """One cell as the form takes it."""
        value = self.filled.get(column.name, "")
        if not column.choices:
            return value
        label = str(value).strip()
        return column.codes.get(label, label)

    def process(self, result: SheetResult, by: AbstractBaseUser, *, submit: bool) -> None:
        """Write the row if it changes its record, and add to the result what came of it."""
        strays = list(self.strays())
        if self.is_readable and not strays and self.is_untouched:
            result.untouched += 1
            return
        result.errors += strays
        if self.is_stale:
            result.errors.append(self.error("", str(self.stale_message)))
        elif self.is_valid and self.write(by, submit=submit):
            result.changes.append(self.change())
        else:
            result.errors += [self.error(name, message) for name, message in self.form_errors()]

    def change(self) -> RowChange:
        """Return what the row changes, to show."""
        fields = [each for each in self.compared() if each.is_changed]
        return RowChange(self.number, self.record, fields)

    @property
    def is_untouched(self) -> bool:
        """Whether it says what the file said when it was made, or what is stored anyway."""
        typed = self.typed()
        return typed == self.stored or self.sheet.fingerprint(typed) == self._given

    @property
    def is_stale(self) -> bool:
        """Whether somebody has changed the record since the file was made."""
        return self.sheet.fingerprint(self.stored) != self._given

    @property
    def _given(self) -> str:
        """The fingerprint of what the record said when the file was made."""
        return str(self.filled.get(FINGERPRINT, "")).partition(PART)[0]

    def strays(self) -> Iterator[CellError]:
        """Cells that are filled in though this record's form has no such field."""
        for column in self.sheet.columns:
            filled = column.is_field and self.filled.get(column.name, "") != ""
            if filled and not self.sheet.has_field(self.record, column):
                yield self.error(column.name, str(self.stray_message))

    def form_errors(self) -> Iterator[tuple[str, str]]:
        """Yield what the form refuses: names of fields with messages."""
        for name, messages in self.form.errors.items():
            yield from ((name, str(message)) for message in messages)

    def error(self, name: str, reason: str) -> CellError:
        """Return what is wrong with a field, or with the row where no column has that name."""
        column = self.sheet.by_name.get(name)
        value = self.filled.get(column.name if column else self.sheet.row_column, "")
        return CellError(self.number, column, str(value)[:200], reason)


class FormSheet:
    """A spreadsheet that is a form: made, read back, written whole or not at all.

    A subclass says which form it is and whose, which records and columns it has, and by `row_class`
    how a row is written.
    """

    row_class: type[SheetRow]
    kind: str  # the mark's first word
    owner: tuple[str, ...]  # the mark's other words: whose form it is, of which time
    name: str  # of the worksheet, at most 31 characters
    file_name: str
    title: str
    advice: str | Promise
    max_rows: int  # of an uploaded file, its head included
    foreign_message: str | Promise  # the file is no such form
    unknown_message: str | Promise  # a row is none of this form, or stands twice
    errors_message: str | Promise  # nothing was written, and the cells are to be corrected
    preview_message: str | Promise  # stands over what the file will change
    unchanged_message: str | Promise  # the file changes nothing
    unknown_column: str  # its cell names such a row
    row_column = ""  # its cell names a row that is wrong as a whole
    # Why nothing is taken in any more, though a file of before may still come; its page says so.
    closed_message: str | Promise = ""
    other_owner: Callable[..., str]  # (another's `owner`): a message that says whose form it is
    must_be_writable: Callable[[], None]  # raises ValidationError where nothing can be filled in
    get_columns: Callable[[], Iterable[Column]]  # without the hidden ones
    records: Callable[..., dict[str, Any]]  # (lock): by key, in order
    content: Callable[[Any], dict[str, Any]]  # what a stored record says, as plain data
    values: Callable[[Any, dict[str, Any]], dict[str, Any]]  # (record, its content): of the cells

    @property
    def mark(self) -> str:
        """What the file says of itself in its first cell."""
        return " ".join([self.kind, *self.owner])

    @cached_property
    def columns(self) -> list[Column]:
        hidden = [Column(name, name, is_field=False) for name in (KEY, FINGERPRINT)]
        every = enumerate([*hidden, *self.get_columns()], 1)
        return [replace(column, number=number) for number, column in every]

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def is_long(self) -> bool:
        """Return whether the file has more records than a request may wait for."""
        return False

    def has_field(self, record: Any, column: Column) -> bool:
        """Return whether this record's form has the column's field."""
        return True

    def says_nothing(self, filled: Filled) -> bool:
        """Return whether a row is known to change nothing, without a look at its record."""
        return False

    def is_open(self, record: Any) -> bool:
        """Return whether this record can be written now."""
        return True

    def fingerprint(self, content: dict[str, Any]) -> str:
        """Return a short mark of a record's content in the cells."""
        # The letter in front keeps a spreadsheet program from taking it for a number.
        return "s" + fingerprint(content)

    # --- The file

    def workbook(self) -> bytes:
        """Return the form with stored data as XLSX; ValidationError if nothing can be filled in.

        Only cells that can be filled in are unlocked.
        """
        self.must_be_writable()
        book, page = new_form(self.name, self.columns, self.mark, self.title, str(self.advice))
        records = self.records(lock=False)
        for number, (key, record) in enumerate(records.items(), HEADINGS + 1):
            cells = self._cells(key, record)
            is_open = self.is_open(record)
            for column in self.columns:
                opens = is_open and column.is_field and self.has_field(record, column)
                put(page, number, column, cells.get(column.name), opens=opens)
        restrict(page, self.columns, HEADINGS + max(len(records), 1))
        return as_bytes(book)

    def _cells(self, key: str, record: Any) -> dict[str, Any]:
        """Return what a record's cells show by the names of their columns, with key and seal."""
        content = self.content(record)
        values = self.values(record, content)
        cells = {
            column.name: column.shown(values.get(column.name))
            if not column.is_field or self.has_field(record, column)
            else None
            for column in self.columns
        }
        seal = f"{self.fingerprint(content)}{PART}{self._cells_mark(cells)}"
        return cells | {KEY: key, FINGERPRINT: seal}

    def _cells_mark(self, cells: Mapping[str, Any]) -> str:
        """Return a short mark of what stands in the columns that can be filled in, and of these."""
        shown = {column.name for column in self.columns if not column.is_field}
        return fingerprint(
            {name: as_plain(value) for name, value in cells.items() if name not in shown}
        )

    def _changes_nothing(self, filled: Filled, record: Any) -> bool:
        """Return whether a row is left alone, its record may be none of the form any more."""
        return self._is_as_given(filled) or (record is not None and self._is_blank(filled))

    def _is_as_given(self, filled: Filled) -> bool:
        """Return whether nobody has filled in anything: the cells are as the file was made."""
        mark = str(filled.get(FINGERPRINT, "")).partition(PART)[2]
        return bool(mark) and mark == self._cells_mark(filled)

    def _is_blank(self, filled: Filled) -> bool:
        names = (column.name for column in self.columns if column.is_field)
        return not any(as_plain(filled.get(name)) for name in names)

    def read(self, file: UploadedFile) -> Rows:
        """Return the rows of an uploaded file; ValidationError where it is not this very form."""
        if not file.size:
            raise ValidationError(_("Tệp trống, không có nội dung."))
        if not (file.name or "").lower().endswith(".xlsx"):
            raise ValidationError(_("Chỉ nhận tệp .xlsx đã tải từ Cổng."))
        check_upload(file)
        found = dict(islice(open_form(file.read()), self.max_rows))
        if len(found) == self.max_rows:
            raise ValidationError(_("Tệp có quá nhiều dòng so với biểu mẫu."))
        mark, *names = [str(name) for name in found.get(1, [""])]
        self._check_mark(mark)
        rows = [
            (number, _filled([KEY, *names], cells))
            for number, cells in found.items()
            if number > HEADINGS
        ]
        same = {*names} - {""} == {column.name for column in self.columns[1:]}
        if not same and not (rows and all(self._is_as_given(filled) for _number, filled in rows)):
            raise ValidationError(_("Các cột đã khác với biểu mẫu hiện nay. Hãy tải biểu mẫu mới."))
        if self.closed_message and not self._are_left_alone(rows):
            raise ValidationError(str(self.closed_message))
        self._must_be_done_at_once(rows)
        return rows

    def _are_left_alone(self, rows: Rows) -> bool:
        return all(self._is_as_given(filled) or self._is_blank(filled) for _number, filled in rows)

    def _must_be_done_at_once(self, rows: Rows) -> None:
        count = sum(not self._is_no_work(filled) for _number, filled in rows)
        if count > jobs.AT_ONCE:
            words = _(
                "Tệp có %(count)d dòng đã điền; mỗi lần nhận nhiều nhất %(most)d dòng. Hãy chia "
                "thành nhiều tệp: bỏ bớt dòng trong mỗi tệp rồi lần lượt tải lên."
            )
            raise ValidationError(words % {"count": count, "most": jobs.AT_ONCE})

    def _is_no_work(self, filled: Filled) -> bool:
        return self.says_nothing(filled) or self._is_as_given(filled)

    def _check_mark(self, mark: str) -> None:
        """Say whose form it is, if it is not the one that belongs here."""
        kind, *owner = mark.split(" ")
        if kind != self.kind or len(owner) != len(self.owner):
            raise ValidationError(str(self.foreign_message))
        if mark != self.mark:
            raise ValidationError(self.other_owner(*owner))

    def process(
        self, rows: Rows, by: AbstractBaseUser, *, write: bool, submit: bool = False
    ) -> SheetResult:
        """Check every row by writing it, and keep all of them or, on an error or a trial, none."""
        if self.closed_message and self._are_left_alone(rows):
            return SheetResult(untouched=len(rows))
        try:
            return self._process(rows, by, write, submit)
        except IntegrityError:  # somebody has begun one of the records this very moment
            return self._process(rows, by, write, submit)

    @transaction.atomic
    def _process(self, rows: Rows, by: AbstractBaseUser, write: bool, submit: bool) -> SheetResult:
        result, known = SheetResult(), self.records(lock=True)
        every = set(known)
        for number, filled in rows:
            key = str(filled.get(KEY, ""))
            record = known.pop(key, None)
            is_twice = record is None and key in every
            if not is_twice and self._changes_nothing(filled, record):
                result.untouched += 1
            elif record is None:
                result.errors.append(self._unknown(number, filled))
            elif self.says_nothing(filled):
                result.untouched += 1
            else:
                self.row_class(self, number, filled, record).process(result, by, submit=submit)
        if result.errors or not write:
            transaction.set_rollback(True)
        return result

    def _unknown(self, number: int, filled: Filled) -> CellError:
        value = str(filled.get(self.unknown_column, ""))[:200]
        return CellError(number, None, value, str(self.unknown_message))


def _filled(names: list[str], cells: list[CellValue]) -> Filled:
    """Return the cells by their columns' names, without what stands beside the form's columns."""
    return {
        name: cell for name, cell in zip_longest(names, cells[: len(names)], fillvalue="") if name
    }
