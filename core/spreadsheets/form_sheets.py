"""Spreadsheets that the portal makes as forms, and takes back filled in (XLSX).

The first row is hidden and names the columns; its first cell says which form the file is. Two
columns are hidden too: which record a row is, and the seal of what it said in the file.
"""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core.conflicts import fingerprint
from core.downloads import safe_cell
from core.spreadsheets.reading import check_upload, open_form

KEY, SEAL = "key", "seal"
HEADINGS = 4  # the row of the headings; above it the hidden names, the title and the advice
GREY, BLUE = (PatternFill("solid", start_color=colour) for colour in ("E8EDF2", "D6E6F5"))
TOP = Alignment(vertical="top", wrap_text=True)

Filled = dict[str, str | int | float]  # the cells of a row by their columns' names


@dataclass(frozen=True)
class Column:
    """One column: a field of the form, or something that is only shown."""

    name: str
    label: str | Promise
    number: int
    is_field: bool
    width: int = 16

    @property
    def letter(self) -> str:
        return get_column_letter(self.number)


@dataclass(frozen=True)
class CellError:
    """What is wrong in one cell, or (without column) with a whole row."""

    row: int
    column: Column | None
    value: str
    reason: str

    @property
    def cell(self) -> str:
        return f"{self.column.letter}{self.row}" if self.column else ""


def seal(content: dict) -> str:
    """A short mark of what a record says in the cells of a sheet."""
    # The letter in front keeps a spreadsheet program from taking it for a number.
    return "s" + fingerprint(content)


def filled_rows(
    file: UploadedFile, columns: list[Column], check_mark: Callable[[str], None], most: int
) -> list[tuple[int, Filled]]:
    """The rows of an uploaded file by number, fewer than `most`.

    ValidationError where it is not this very form; `check_mark` says whose it is instead.
    """
    if not file.size:
        raise ValidationError(_("Tệp trống, không có nội dung."))
    if not (file.name or "").lower().endswith(".xlsx"):
        raise ValidationError(_("Chỉ nhận tệp .xlsx đã tải từ Cổng."))
    check_upload(file)
    found = dict(islice(open_form(file.read()), most))
    if len(found) == most:
        raise ValidationError(_("Tệp có quá nhiều dòng so với biểu mẫu."))
    names = [str(name) for name in found.get(1, [])]
    check_mark(names[0] if names else "")
    if {*names[1:]} - {""} != {column.name for column in columns[1:]}:
        raise ValidationError(_("Các cột đã khác với biểu mẫu hiện nay. Hãy tải biểu mẫu mới."))
    names[0] = KEY
    rows = ((number, cells) for number, cells in found.items() if number > HEADINGS)
    return [(number, dict(zip(names, cells, strict=False))) for number, cells in rows]


def new_form(
    name: str, columns: Iterable[Column], mark: str, title: str, advice: str
) -> tuple[Workbook, Worksheet]:
    """A workbook with its head, locked but for the cells that are opened later."""
    book = Workbook()
    page = book.active
    page.title = name
    for column in columns:
        page.cell(1, column.number, mark if column.name == KEY else column.name)
        head = page.cell(HEADINGS, column.number, safe_cell(str(column.label)))
        head.font, head.fill, head.alignment = Font(bold=True), BLUE, TOP
        page.column_dimensions[column.letter].width = column.width
        page.column_dimensions[column.letter].hidden = column.name in {KEY, SEAL}
    page.row_dimensions[1].hidden = True
    page.cell(2, 3, safe_cell(title)).font = Font(bold=True, size=14)
    page.cell(3, 3, advice)
    page.freeze_panes = page.cell(HEADINGS + 1, 4)
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False  # widths may be changed
    return book, page


def put(page: Worksheet, row: int, column: Column, value: object, *, opens: bool) -> None:
    """Write a cell; grey where it is not to be filled in."""
    cell = page.cell(row, column.number, safe_cell(value))
    cell.alignment = TOP
    cell.protection = Protection(locked=not opens)
    if not opens:
        cell.fill = GREY


def as_bytes(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
