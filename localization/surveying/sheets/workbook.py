"""The spreadsheet as a file: locked but for the cells to fill in."""

from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.spreadsheets.form_sheets import HEADINGS, KEY, SEAL, as_bytes, new_form, put, seal
from localization.models import Answer
from localization.surveying.entry import AnswerEntry
from localization.surveying.forms import MAX_LINES
from localization.surveying.sheets.columns import WaveSheet, flat, line_column

_TEXTS = ("mode", "explanation")


def workbook(sheet: WaveSheet) -> bytes:
    """The form as XLSX, with what is stored."""
    title = f"{sheet.wave}: {sheet.industry.name}"
    book, page = new_form(sheet.industry.slug[:31], sheet.columns, sheet.mark, title, _advice())
    answers = sheet.answers()
    for number, (key, answer) in enumerate(answers.items(), HEADINGS + 1):
        values = _values(sheet, key, answer)
        for column in sheet.columns:
            put(page, number, column, values.get(column.name), opens=column.is_field)
    _restrict(page, sheet, HEADINGS + max(len(answers), 1))
    return as_bytes(book)


def _advice() -> str:
    return _(
        "Điền các ô nền trắng theo phiếu giấy rồi tải tệp này lên Cổng. Dòng để trống không đổi "
        "gì. Không thêm, bớt hoặc chuyển dòng, cột. Số tiền tính bằng triệu đồng."
    )


def _values(sheet: WaveSheet, key: str, answer: Answer) -> dict[str, object]:
    content = AnswerEntry(answer, sheet.reference).content()
    enterprise = answer.unit.enterprise
    shown = {
        KEY: key,
        SEAL: seal(content),
        "tax_code": enterprise.tax_code or "",
        "name": enterprise.legal_name,
        "industry": answer.unit.industry.name,
        "state": answer.get_state_display() if answer.pk else _("Chưa có phiếu"),
    }
    filled = flat(content) if answer.pk else {}
    return shown | {name: _cell(name, text, answer) for name, text in filled.items()}


def _cell(name: str, text: str, answer: Answer) -> object:
    """A number as a number, a choice by its label."""
    if name == "mode":
        return answer.get_mode_display()
    if name.endswith("_group"):
        names = {str(line.group_id): line.group.name for line in answer.lines.all() if line.group}
        return names.get(text, "")
    if name in _TEXTS or name.endswith("_name") or not text:
        return text
    return Decimal(text)


def _restrict(page: Worksheet, sheet: WaveSheet, last: int) -> None:
    """Offer the labels of choices; groups have a sheet of their own, for there are many."""
    groups = page.parent.create_sheet("nhom")
    groups.sheet_state = "hidden"
    for number, group in enumerate(sheet.reference.groups, 1):
        groups.cell(number, 1, group.name)
    modes = ",".join(str(label) for label in Answer.Mode.labels)
    rules = {"mode": f'"{modes}"'}
    if sheet.reference.groups:
        choices = f"nhom!$A$1:$A${len(sheet.reference.groups)}"
        rules |= {line_column(n, "group"): choices for n in range(1, MAX_LINES + 1)}
    for name, formula in rules.items():
        rule = DataValidation(type="list", formula1=formula, allow_blank=True)
        rule.showErrorMessage = True
        letter = sheet.by_name()[name].letter
        rule.add(f"{letter}{HEADINGS + 1}:{letter}{last}")
        page.add_data_validation(rule)
