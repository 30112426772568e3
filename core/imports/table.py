"""The tables of a file: which of its sheets are read, from which row, with which columns."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.imports.cells import is_nothing
from core.imports.columns import Columns, Declared
from core.imports.headings import HEADING_WITHIN, Head, find_head
from core.imports.meanings import REASONS, Choices, Meanings
from core.imports.rows import Row
from core.spreadsheets import legacy_text
from core.spreadsheets.sheets import Book, Line, MergedCells, SheetName
from core.spreadsheets.xlsx import NO_RESULT
from core.text import fold, normalise

MAX_LOOKED_AT = 30  # sheets; workbooks with more are read where a person says so
LOOKED_AT = 200  # rows of each, blank ones included, in which its headings are looked for
SHOWN = 100  # columns and sheets on the page
SAMPLES = 3

# What puts the text of a whole sheet right before anything is read from it, its headings included:
# each returns the rows and what to tell of it, or raises ValidationError for text that is beyond
# repair. Nothing has been stripped from the cells before, control characters neither.
SheetRepair = Callable[[list[Line]], tuple[list[Line], list[str]]]
SHEET_REPAIRS: list[SheetRepair] = [legacy_text.repaired]


def repaired(lines: list[Line]) -> tuple[list[Line], list[str]]:
    """Return the rows of a sheet with their text put right, and what was done."""
    remarks: list[str] = []
    for repair in SHEET_REPAIRS:
        lines, told = repair(lines)
        remarks += told
    return lines, remarks


@dataclass
class SheetTable:
    """The rows of one sheet that stand below its headings."""

    name: str
    head: Head
    lines: list[Line]
    merges: list[MergedCells]
    above: list[Line]
    remarks: list[str]
    columns: Columns
    is_delimited: bool

    def rows(self, lines: list[Line]) -> Iterator[Row]:
        """Yield these rows of the sheet with their cells by field."""
        fields = self.head.fields
        for number, cells in lines:
            known: dict[str, str] = {}
            for name, cell in zip(fields, cells, strict=False):
                if name and cell.strip():
                    known[name] = self._joined(name, known.get(name, ""), cell)
            # A delimiter too many moves cells; what stands beside a table is no part of it.
            surplus = cells[len(fields) :] if self.is_delimited else []
            yield number, known, [cell for cell in surplus if cell.strip()]

    def _joined(self, name: str, before: str, cell: str) -> str:
        """Return a cell together with those of other columns that mean the same."""
        if not before or is_nothing(before):
            return cell
        return before if is_nothing(cell) else f"{before}{self.columns[name].joins}{cell}"

    def twice(self) -> list[str]:
        """Return the fields that several columns mean though only one can count."""
        counts = Counter(filter(None, self.head.fields))
        return [n for n, count in counts.items() if count > 1 and not self.columns[n].joins]

    def uncomputed(self) -> int:
        return sum(cells.count(NO_RESULT) for _number, cells in self.lines)


@dataclass
class ImportTables:
    """What is read of a file, and what is not."""

    tables: list[SheetTable]
    sheets: list[dict[str, Any]]  # of the page: name, is_hidden, is_read, looks_alike
    remarks: list[str] = field(default_factory=list)

    def ignored(self) -> list[str]:
        """Return the headings that nobody has decided about and that mean nothing here."""
        found = {
            name or _("(không tên)"): None
            for table in self.tables
            for name, meaning in zip(table.head.names, table.head.meanings, strict=True)
            if not meaning.field and fold(name) not in REASONS
        }
        return list(found)

    def missing(self, columns: Columns, required: Collection[str]) -> list[str]:
        """Return the headings of required columns that a sheet does not have."""
        lacking = [n for n in required for t in self.tables if n not in t.head.fields]
        return [columns[name].heading for name in dict.fromkeys(lacking)]

    def twice(self) -> list[str]:
        found = [n for table in self.tables for n in table.twice()]
        return list(dict.fromkeys(found))


def read_tables(
    book: Book,
    declared: Declared,
    meanings: Meanings,
    choices: Choices,
    limit: int | None = None,
) -> ImportTables:
    """Return the chosen sheets as tables, or the first one whose headings are known.

    Raises ValidationError where no sheet has any row below headings, or they have too many.
    """
    looked_at = _Looks(book, declared.required, meanings)
    known = {sheet.name for sheet in book.names}
    chosen = [name for name in choices.sheets if name in known] or [looked_at.best()]
    tables: list[SheetTable] = []
    for name in chosen:
        left = None if limit is None else limit - sum(len(table.lines) for table in tables)
        tables.append(_table(book, name, declared, meanings, left))
    found = [table for table in tables if table.lines]
    if not found:
        raise ValidationError(_("Tệp không có dòng dữ liệu nào dưới dòng tiêu đề."))
    sheets = [looked_at.described(sheet, chosen) for sheet in book.names[:SHOWN]]
    remarks = [*book.remarks, *_remarks_of_sheets(sheets)]
    for table in found:
        remarks += [*table.remarks, *_remarks(table)]
    return ImportTables(found, sheets, remarks)


class _Looks:
    """What the first rows of each sheet say of it."""

    def __init__(self, book: Book, required: Collection[str], meanings: Meanings) -> None:
        self._heads: dict[str, Head | None] = {}
        self._names, self._required = book.names, required
        for sheet in book.names[:MAX_LOOKED_AT]:
            lines, _told = repaired(list(_first_lines(book, sheet.name)))
            self._heads[sheet.name] = find_head(lines, [], meanings, required) if lines else None

    def best(self) -> str:
        """Return the sheet to be read: shown rather than hidden, headed rather than not."""
        with_rows = [sheet for sheet in self._names if self._heads.get(sheet.name)]
        if not with_rows:
            raise ValidationError(_("Tệp không có dòng nào."))
        return max(with_rows, key=self._rank).name

    def _rank(self, sheet: SheetName) -> tuple[bool, bool, bool]:
        found, known = self._weight(sheet.name)
        return found == len(set(self._required)), not sheet.is_hidden, known > 1

    def _weight(self, name: str) -> tuple[int, int]:
        head = self._heads.get(name)
        return head.weight(self._required) if head else (0, 0)

    def described(self, sheet: SheetName, chosen: list[str]) -> dict[str, Any]:
        mine, first = self._heads.get(sheet.name), self._heads.get(chosen[0])
        alike = bool(mine and first and _fields(mine) and _fields(mine) == _fields(first))
        is_read = sheet.name in chosen
        return {
            "name": sheet.name,
            "is_hidden": sheet.is_hidden,
            "is_read": is_read,
            "looks_alike": alike and not is_read,
            "is_blank": sheet.name in self._heads and mine is None,
        }


def _fields(head: Head) -> set[str]:
    return {name for name in head.fields if name}


def _first_lines(book: Book, name: str) -> Iterator[Line]:
    for line in islice(book.lines(name), HEADING_WITHIN + 2):
        if line[0] > LOOKED_AT:
            return
        yield line


def _table(
    book: Book, name: str, declared: Declared, meanings: Meanings, limit: int | None
) -> SheetTable:
    rows = book.lines(name)
    most = None if limit is None else limit + HEADING_WITHIN + 1
    lines, told = repaired(list(islice(rows, most)))
    if not lines:
        raise ValidationError(_("Trang “%(sheet)s” không có dòng nào.") % {"sheet": name})
    more = sum(1 for _line in rows)
    merges = book.merges(name)
    head = find_head(lines, merges, meanings, declared.required)
    below, above = lines[head.last + 1 :], lines[: head.first]
    if limit is not None and len(below) + more > limit:
        text = _("Tệp có %(count)d dòng; mỗi lần nhập tối đa %(limit)d dòng.")
        raise ValidationError(text % {"count": len(below) + more, "limit": limit})
    if not book.is_delimited:
        head.widen(max((len(cells) for _number, cells in below), default=0))
    columns = declared.columns
    return SheetTable(name, head, below, merges, above, told, columns, book.is_delimited)


def _remarks_of_sheets(sheets: list[dict[str, Any]]) -> Iterator[str]:
    """Yield which sheets were read and which were not."""
    if len(sheets) < 2:
        return
    for is_read, text in (
        (True, _("Trang tính đã đọc: %(names)s.")),
        (False, _("Trang tính không đọc: %(names)s.")),
    ):
        names = [_sheet_label(sheet) for sheet in sheets if sheet["is_read"] == is_read]
        if names:
            yield text % {"names": ", ".join(names)}


def _sheet_label(sheet: dict[str, Any]) -> str:
    hidden = _("đang ẩn")
    return f"“{sheet['name']}” ({hidden})" if sheet["is_hidden"] else f"“{sheet['name']}”"


def _remarks(table: SheetTable) -> Iterator[str]:
    """Yield in words what of a sheet is not read."""
    if table.above:
        titles = " / ".join(" ".join(filter(None, cells)) for _number, cells in table.above)
        yield _("Bỏ qua các dòng trên dòng tiêu đề: %(text)s") % {"text": normalise(titles)[:300]}
    found = [table.columns[name] for name in table.head.fields if name]
    if shown_only := [f"“{column.heading}”" for column in found if not column.is_read]:
        names = ", ".join(shown_only)
        yield _("Cột chỉ để xem, nhập không làm thay đổi: %(names)s") % {"names": names}
    if count := table.uncomputed():
        text = _(
            "%(count)d ô là công thức chưa có kết quả, nên không đọc được: hãy mở tệp bằng Excel, "
            "lưu lại rồi tải lên."
        )
        yield text % {"count": count}
