"""The spreadsheet as a file: locked but for the cells to fill in."""

from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.spreadsheets.form_sheets import HEADINGS, KEY, SEAL, as_bytes, new_form, put
from core.templatetags.formatting import official_date
from programme.models import Report
from programme.reporting.forms import STATUSES, figure_field
from programme.reporting.sheets.columns import QuarterSheet, ReportRow, links, reported_values, seal


def workbook(sheet: QuarterSheet) -> bytes:
    """The form of the quarter as XLSX."""
    title = _("Báo cáo %(quarter)s của %(agency)s, hạn gửi %(day)s") % {
        "quarter": sheet.quarter,
        "agency": sheet.agency.name,
        "day": official_date(sheet.programme.deadline(sheet.quarter)),
    }
    book, page = new_form(sheet.quarter.code, sheet.columns, sheet.mark, title, _advice())
    for number, row in enumerate(sheet.rows, HEADINGS + 1):
        for column in sheet.columns:
            opens = column.is_field and row.has(column.name) and row.report.is_editable
            put(page, number, column, _value(column.name, row, sheet), opens=opens)
            if column.name == "reported_on":
                page.cell(number, column.number).number_format = "dd/mm/yyyy"
    _restrict(page, sheet)
    return as_bytes(book)


def _advice() -> str:
    return _(
        "Điền các ô nền trắng rồi tải tệp này lên Cổng. Không thêm, bớt hoặc chuyển dòng, cột. "
        "Liên kết kiểm chứng: mỗi dòng trong ô một địa chỉ, hoặc cách nhau bằng dấu chấm phẩy. Tệp "
        "kiểm chứng được bổ sung trên Cổng, ở trang của từng báo cáo."
    )


def _value(name: str, row: ReportRow, sheet: QuarterSheet) -> object:
    obligation, report = row.obligation, row.report
    values = reported_values(report, sheet.afterwards)
    shown = {
        KEY: row.key,
        SEAL: seal(values),
        "links": "\n".join(links(values)),
        "number": obligation.task.number,
        "content": obligation.task.content_vi,
        "agency": obligation.agency.printed_name,
        "role": obligation.role.label,
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
