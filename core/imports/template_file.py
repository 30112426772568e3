"""The spreadsheet to fill in: headings, a row that shows how, what each column takes."""

import io
from dataclasses import dataclass

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.downloads import safe_cell
from core.imports.columns import ImportColumn, Option
from core.imports.importers import Importer
from core.imports.row_kinds import EXAMPLE

ROWS = 5_000  # for which the spreadsheet program itself offers what a cell may say
FEW = 12  # options that are named in one cell of the guide
HEAD, GREY = PatternFill("solid", start_color="D6E6F5"), Font(italic=True, color="6B7280")
TOP = Alignment(vertical="top", wrap_text=True)


@dataclass
class _Taken:
    """What one column of the template takes."""

    name: str
    column: ImportColumn
    options: list[Option]
    is_single: bool  # whether a cell says no more than one of the options
    kind: str
    example: object


@override("vi")  # as its headings are
def template_file(importer: Importer) -> bytes:
    """Return the workbook: the sheet to fill in, a guide to its columns, the allowed values."""
    columns = [_taken(importer, name) for name in importer.columns]
    columns = [each for each in columns if each.column.is_read and each.column.in_template]
    book = Workbook()
    page = book.active
    page.title = capfirst(str(importer.model._meta.verbose_name))[:31]
    _fill(page, columns)
    _guide(book.create_sheet(_("Hướng dẫn")), importer, columns)
    _lists(book, page, columns)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _taken(importer: Importer, name: str) -> _Taken:
    column, field = importer.columns[name], _field(importer.model, name)
    options = importer.options(name) if column.is_read else []
    is_single = field is None or not field.many_to_many
    example = column.example or (options[0][1] if options else _example(field))
    if name == next(iter(importer.columns)):
        example = f"{EXAMPLE}: {example or importer.model._meta.verbose_name}"
    return _Taken(name, column, options, is_single, _kind(field, options), example)


def _field(model: type[models.Model], name: str) -> models.Field | None:
    fields: list[models.Field] = [*model._meta.fields, *model._meta.many_to_many]
    return next((each for each in fields if each.name == name), None)


def _kind(field: models.Field | None, options: list[Option]) -> str:
    """Return in words what a cell of the field takes."""
    match field:
        case _ if options:
            is_list = field is not None and field.many_to_many
            one = _("một giá trị của danh mục")
            return _("giá trị của danh mục, cách nhau bằng dấu chấm phẩy") if is_list else one
        case models.BooleanField():
            return _("“có” hoặc “không”")
        case models.IntegerField():
            return _("số nguyên, ví dụ 1200")
        case models.DecimalField():
            return _("số, ví dụ 10,75")
        case models.DateField():
            return _("ngày/tháng/năm, ví dụ 31/12/2026")
        case models.URLField():
            return _("địa chỉ trang web")
        case models.EmailField():
            return _("địa chỉ thư điện tử")
    return _("chữ")


def _example(field: models.Field | None) -> object:
    match field:
        case models.BooleanField():
            return _("có")
        case models.IntegerField():
            return 120
        case models.DecimalField():
            return "10,75"
        case models.DateField():
            return "31/12/2026"
    return ""


def _fill(page: Worksheet, columns: list[_Taken]) -> None:
    for number, each in enumerate(columns, 1):
        head = page.cell(1, number, safe_cell(str(each.column.heading)))
        head.font, head.fill, head.alignment = Font(bold=True), HEAD, TOP
        example = page.cell(2, number, safe_cell(each.example) or None)
        example.font, example.alignment = GREY, TOP
        page.column_dimensions[get_column_letter(number)].width = 24
    page.freeze_panes = "B2"


def _guide(page: Worksheet, importer: Importer, columns: list[_Taken]) -> None:
    note = _("Dòng bắt đầu bằng “%(mark)s:” chỉ để xem cách điền: không bao giờ được nhập.")
    page.append([note % {"mark": EXAMPLE}])
    page.append([_("Tiêu đề"), _("Bắt buộc"), _("Cách điền"), _("Các giá trị")])
    for each in columns:
        is_required = _("có") if each.name in importer.required else ""
        labels = [label for _key, label in each.options]
        allowed = "; ".join(labels) if len(labels) <= FEW else _("xem trang “Danh mục”")
        how = f"{each.kind}. {each.column.help}" if each.column.help else each.kind
        texts = [str(each.column.heading), is_required, how, allowed if labels else ""]
        page.append([safe_cell(text) for text in texts])
    for letter, width in zip("ABCD", (32, 10, 48, 80), strict=True):
        page.column_dimensions[letter].width = width
    for row in page.iter_rows():
        for cell in row:
            cell.alignment = TOP if row[0].row > 1 else Alignment()
    for cell in page[2]:
        cell.font, cell.fill = Font(bold=True), HEAD


def _lists(book: Workbook, page: Worksheet, columns: list[_Taken]) -> None:
    """Write all allowed values on a sheet of their own, where cells of the first find them."""
    listed = [(number, each) for number, each in enumerate(columns, 1) if each.options]
    if not listed:
        return
    lists = book.create_sheet(_("Danh mục"))
    for at, (number, each) in enumerate(listed, 1):
        lists.cell(1, at, safe_cell(str(each.column.heading))).font = Font(bold=True)
        lists.column_dimensions[get_column_letter(at)].width = 28
        for row, (_key, label) in enumerate(each.options, 2):
            lists.cell(row, at, safe_cell(label))
        if each.is_single:
            letter = get_column_letter(at)
            values = f"'{lists.title}'!${letter}$2:${letter}${len(each.options) + 1}"
            rule = DataValidation(type="list", formula1=values, allow_blank=True)
            rule.errorStyle, rule.showErrorMessage = "warning", True
            place = get_column_letter(number)
            rule.add(f"{place}3:{place}{ROWS}")
            page.add_data_validation(rule)
