"""Tables to be printed and signed: a title over them, headings that stay, totals in bold (XLSX)."""

import io
from dataclasses import dataclass, field
from decimal import Decimal

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from core.downloads import CONTENT_TYPES, safe_cell

WHOLE = "#,##0"
TOP = Alignment(vertical="top", wrap_text=True)
HEAD = PatternFill("solid", start_color="D6E6F5")
_THIN = Side(style="thin", color="999999")
LINES = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@dataclass
class TitledTable:
    """One sheet: lines of its title, headings with their widths, rows; rows in bold are sums."""

    sheet: str
    title: list[str]
    headings: list[str]
    widths: list[int]  # in characters
    rows: list[list] = field(default_factory=list)
    bold: set[int] = field(default_factory=set)  # numbers of rows, from 0
    notes: list[str] = field(default_factory=list)

    def add(self, row: list, *, bold: bool = False) -> None:
        if bold:
            self.bold.add(len(self.rows))
        self.rows.append(row)


def workbook_response(table: TitledTable, name: str) -> HttpResponse:
    """Return the table as XLSX to download; no cell is a formula."""
    made = io.BytesIO()
    _workbook(table).save(made)
    response = HttpResponse(made.getvalue(), content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx")
    return response


def _workbook(table: TitledTable) -> Workbook:
    book = Workbook()
    page = book.active
    page.title = table.sheet[:31]
    for number, line in enumerate(table.title, 1):
        page.cell(number, 1, safe_cell(line)).font = Font(bold=number <= 2, size=14 - number)
    first = len(table.title) + 2
    for number, (heading, width) in enumerate(zip(table.headings, table.widths, strict=True), 1):
        head = page.cell(first, number, safe_cell(heading))
        head.font, head.fill, head.alignment, head.border = Font(bold=True), HEAD, TOP, LINES
        page.column_dimensions[head.column_letter].width = width
    for number, row in enumerate(table.rows):
        _write(page, first + 1 + number, row, bold=number in table.bold)
    for number, note in enumerate(table.notes, first + len(table.rows) + 2):
        page.cell(number, 1, safe_cell(note)).font = Font(italic=True)
    page.freeze_panes = page.cell(first + 1, 1)
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{first}:{first}"
    return book


def _write(page: Worksheet, at: int, row: list, *, bold: bool) -> None:
    for number, value in enumerate(row, 1):
        cell = page.cell(at, number, safe_cell(value))
        cell.alignment, cell.border, cell.font = TOP, LINES, Font(bold=bold)
        if isinstance(value, int | Decimal):
            cell.number_format = WHOLE if value == int(value) else "#,##0.00"
        elif value == "–":
            cell.alignment = Alignment(horizontal="right", vertical="top")
