"""Workbooks of forms: a head, rows of cells, locked but for those that are to be filled in (XLSX).

The first row is hidden and names the columns; its first cell holds the form's mark.
"""

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.downloads import safe_cell
from core.spreadsheets.columns import FINGERPRINT, KEY, Column

HEADINGS = 4  # the row of the headings; above it the hidden names, the title and the advice
GREY, BLUE = (PatternFill("solid", start_color=colour) for colour in ("E8EDF2", "D6E6F5"))
TOP = Alignment(vertical="top", wrap_text=True)


def new_form(
    name: str, columns: Iterable[Column], mark: str, title: str, advice: str
) -> tuple[Workbook, Worksheet]:
    """Return a workbook with its head, locked except for the cells that are opened later."""
    book = Workbook()
    page = book.active
    page.title = name
    for column in columns:
        page.cell(1, column.number, mark if column.name == KEY else column.name)
        head = page.cell(HEADINGS, column.number, safe_cell(str(column.label)))
        head.font, head.fill, head.alignment = Font(bold=True), BLUE, TOP
        page.column_dimensions[column.letter].width = column.width
        page.column_dimensions[column.letter].hidden = column.name in {KEY, FINGERPRINT}
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
    cell.alignment, cell.protection = TOP, Protection(locked=not opens)
    if column.number_format != "General":
        cell.number_format = column.number_format
    if not opens:
        cell.fill = GREY


def restrict(page: Worksheet, columns: Iterable[Column], last: int) -> None:
    """Have the spreadsheet program itself refuse, down to row `last`, what the portal would."""
    for column in columns:
        if column.choices_page and column.choices_page not in page.parent.sheetnames:
            _add_choices(page.parent, column)
        if rule := _rule(column):
            rule.allow_blank = rule.showErrorMessage = True
            rule.add(f"{column.letter}{HEADINGS + 1}:{column.letter}{last}")
            page.add_data_validation(rule)


def _add_choices(book: Workbook, column: Column) -> None:
    page = book.create_sheet(column.choices_page)
    page.sheet_state = "hidden"
    for number, label in enumerate(column.labels.values(), 1):
        page.cell(number, 1, label)


def _rule(column: Column) -> DataValidation | None:
    if column.bounds:
        least, most = map(str, column.bounds)
        return DataValidation(type="whole", formula1=least, formula2=most)
    if not column.choices:
        return None
    labels = f'"{",".join(column.labels.values())}"'
    if column.choices_page:
        labels = f"{column.choices_page}!$A$1:$A${len(column.choices)}"
    return DataValidation(type="list", formula1=labels)


def as_bytes(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
