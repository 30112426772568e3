"""The spreadsheet as a file: locked but for the cells to fill in."""

import io
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from portal.downloads import safe_cell
from portal.templatetags.portal_format import official_date
from programme.models import Report
from programme.reporting.forms import STATUSES, figure_field
from programme.reporting.sheets.columns import (
    KEY,
    SEAL,
    WIDTHS,
    Column,
    QuarterSheet,
    Row,
    links,
    seal,
    told,
)

HEADINGS = 4  # the row of the headings; above it the hidden names, the title and the advice
GREY, BLUE = (PatternFill("solid", start_color=colour) for colour in ("E8EDF2", "D6E6F5"))
TOP = Alignment(vertical="top", wrap_text=True)


def workbook(sheet: QuarterSheet) -> bytes:
    """The form of the quarter as XLSX."""
    book = Workbook()
    page = book.active
    page.title = sheet.quarter.code
    _write_head(page, sheet)
    for number, row in enumerate(sheet.rows, HEADINGS + 1):
        for column in sheet.columns:
            _write_cell(page, number, column, row, sheet)
    _restrict(page, sheet)
    _protect(page)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write_head(page: Worksheet, sheet: QuarterSheet) -> None:
    for column in sheet.columns:
        page.cell(1, column.number, sheet.mark if column.name == KEY else column.name)
        head = page.cell(HEADINGS, column.number, safe_cell(str(column.label)))
        head.font, head.fill, head.alignment = Font(bold=True), BLUE, TOP
        page.column_dimensions[column.letter].width = WIDTHS.get(column.name, 16)
        page.column_dimensions[column.letter].hidden = column.name in {KEY, SEAL}
    page.row_dimensions[1].hidden = True
    title = _("Báo cáo %(quarter)s của %(agency)s, hạn gửi %(day)s") % {
        "quarter": sheet.quarter,
        "agency": sheet.agency.name,
        "day": official_date(sheet.programme.deadline(sheet.quarter)),
    }
    page.cell(2, 3, safe_cell(title)).font = Font(bold=True, size=14)
    page.cell(3, 3, _advice())
    page.freeze_panes = page.cell(HEADINGS + 1, 4)


def _advice() -> str:
    return _(
        "Điền các ô nền trắng rồi tải tệp này lên Cổng. Không thêm, bớt hoặc chuyển dòng, cột. "
        "Liên kết kiểm chứng: mỗi dòng trong ô một địa chỉ, hoặc cách nhau bằng dấu chấm phẩy. Tệp "
        "kiểm chứng được bổ sung trên Cổng, ở trang của từng báo cáo."
    )


def _write_cell(
    page: Worksheet, number: int, column: Column, row: Row, sheet: QuarterSheet
) -> None:
    cell = page.cell(number, column.number, safe_cell(_value(column.name, row, sheet)))
    cell.alignment = TOP
    opens = column.is_field and row.has(column.name) and row.report.is_editable
    cell.protection = Protection(locked=not opens)
    if not opens:
        cell.fill = GREY
    if column.name == "reported_on":
        cell.number_format = "dd/mm/yyyy"


def _value(name: str, row: Row, sheet: QuarterSheet) -> object:
    owed, report = row.owed, row.report
    said = told(report, sheet.afterwards)
    shown = {
        KEY: row.key,
        SEAL: seal(said),
        "links": "\n".join(links(said)),
        "number": owed.task.number,
        "content": owed.task.content_vi,
        "agency": owed.agency.printed_name,
        "role": owed.role.label,
        "state": report.get_state_display() if report.pk else _("Chưa nhập"),
        "task_status": dict(STATUSES).get(report.task_status, "") if report.task_status else "",
    }
    if name in shown:
        return str(shown[name])
    if name.startswith("figure_"):
        return _figures(report).get(name)
    return getattr(report, name)


def _figures(report: Report) -> dict[str, Decimal]:
    rows = report.figures.all() if report.pk else ()
    return {figure_field(row.measure): row.value for row in rows}


def _restrict(page: Worksheet, sheet: QuarterSheet) -> None:
    """Have the spreadsheet program itself refuse what the portal would refuse."""
    labels = ",".join(str(label) for code, label in STATUSES if code)
    rules = {
        "task_status": DataValidation(type="list", formula1=f'"{labels}"'),
        "progress": DataValidation(type="whole", formula1="0", formula2="100"),
    }
    last = HEADINGS + max(len(sheet.rows), 1)
    for name, rule in rules.items():
        letter = sheet.by_name()[name].letter
        rule.allow_blank = rule.showErrorMessage = True
        rule.add(f"{letter}{HEADINGS + 1}:{letter}{last}")
        page.add_data_validation(rule)


def _protect(page: Worksheet) -> None:
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False  # widths may be changed
