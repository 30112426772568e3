"""Spreadsheets that people upload: checked by name, size and content, read row by row as text."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

import xlrd
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV, XLSX
from tablib import Dataset

from core.downloads import restore, safe_table
from core.spreadsheets.first_sheet import MAX_COLUMNS, first_sheet, refuse_wide
from core.spreadsheets.old_workbooks import checked_stream
from core.spreadsheets.workbook_checks import check_workbook

MAX_BYTES = 20 * 1024 * 1024
MAX_LINES = 1_048_576  # blank ones included; as many as spreadsheet programs have
ENDINGS = (".xlsx", ".xls", ".csv")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how a legacy .xls begins


class VietnameseCSV(CSV):
    """CSV as Excel opens it: in UTF-8 with the mark that Excel wants, formulas neutralised."""

    def export_data(self, dataset: Dataset, **kwargs: object) -> str:
        return "\ufeff" + super().export_data(safe_table(dataset), **kwargs)


class PlainXLSX(XLSX):
    """XLSX in which nothing is a formula."""

    def export_data(self, dataset: Dataset, **kwargs: object) -> bytes:
        return super().export_data(safe_table(dataset), **kwargs)


FORMATS = (PlainXLSX, VietnameseCSV)


@dataclass
class Sheet:
    """The rows of a file that are not blank, as text, under their numbers in the file."""

    rows: Iterator[tuple[int, list[str]]]
    remarks: list[str] = field(default_factory=list)  # what had to be put right in the whole file


def check_upload(file: UploadedFile) -> None:
    """Refuse a file by its size, its name, or a content that its name does not promise.

    Raises ValidationError with a message for the person at the field.
    """
    if (file.size or 0) > MAX_BYTES:
        raise ValidationError(_("Tệp lớn hơn 20 MB. Hãy chia thành nhiều tệp."))
    name = (file.name or "").lower()
    if not name.endswith(ENDINGS):
        raise ValidationError(_("Chỉ nhận tệp .xlsx, .xls hoặc .csv."))
    file.seek(0)
    start = file.read(8)
    if name.endswith(".xls") and start != _OLE:
        raise ValidationError(_("Tệp .xls bị hỏng hoặc không phải bảng tính."))
    if name.endswith(".xlsx"):
        check_workbook(file)
    file.seek(0)


def open_sheet(content: bytes, name: str) -> Sheet:
    """Return the first sheet of a file; its rows are read one by one as they are asked for.

    Raises ValidationError where the file is broken or too large, now or at a later row.
    """
    ending = name.lower().rpartition(".")[2]
    if ending == "csv":
        text, remarks = decoded(content)
        return Sheet(_readable(_csv_rows(text)), remarks)
    return Sheet(_readable(_xls_rows(content) if ending == "xls" else _xlsx_rows(content)))


def _readable(rows: Iterable[tuple[int, list]]) -> Iterator[tuple[int, list]]:
    try:
        for number, cells in rows:
            if number > MAX_LINES:
                raise ValidationError(_("Tệp có quá nhiều dòng. Hãy xóa các dòng trống ở cuối."))
            if any(str(cell).strip() for cell in cells):
                yield number, cells
    except ValidationError:
        raise
    # openpyxl and xlrd raise errors of many kinds on broken content, none of them documented.
    except Exception as error:
        raise ValidationError(_("Không đọc được tệp: nội dung hỏng.")) from error


def _xlsx_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    for number, row in first_sheet(content):
        yield number, [_as_text(value) for value in row]


def open_form(content: bytes) -> Iterator[tuple[int, list[str | int | float]]]:
    """Return the rows of a form that the portal has made as XLSX: its numbers stay numbers.

    Raises ValidationError where the file is broken.
    """
    rows = first_sheet(content)
    return _readable((number, [_form_cell(value) for value in row]) for number, row in rows)


def _form_cell(value: object) -> str | int | float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return restore(_as_text(value))


def _xls_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    stream = checked_stream(content)
    # With ragged rows one cell in the last corner does not fill the whole sheet.
    ways = {"on_demand": True, "ragged_rows": True, "logfile": io.StringIO()}
    with xlrd.open_workbook(file_contents=stream, **ways) as book:
        for number, row in enumerate(book.sheet_by_index(0).get_rows(), 1):
            yield number, [_as_text(_xls_value(cell, book.datemode)) for cell in row]


def _xls_value(cell: xlrd.sheet.Cell, datemode: int) -> object:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return None if cell.ctype == xlrd.XL_CELL_ERROR else cell.value


def _as_text(value: object) -> str:
    """Return a cell as it looks: no '.0' behind whole numbers, days in Vietnamese form."""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def decoded(content: bytes) -> tuple[str, list[str]]:
    """Return the text of a CSV in whichever encoding it is, and remarks where that is not UTF-8.

    Raises ValidationError where the bytes are no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1258"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            remark = _("Tệp dùng bảng mã %(encoding)s, đã chuyển sang Unicode.")
            return text, [remark % {"encoding": encoding}] if encoding != "utf-8-sig" else []
    raise ValidationError(_("Không đọc được chữ trong tệp .csv. Hãy lưu với bảng mã UTF-8."))


def _csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    for number, cells in enumerate(rows, 1):
        if any(cell.strip() for cell in cells[MAX_COLUMNS:]):
            refuse_wide(len(cells))
        yield number, cells[:MAX_COLUMNS]


def _delimiter(text: str) -> str:
    """Return the delimiter: the character that splits most of the first lines alike."""
    best = {delimiter: _alike(text, delimiter) for delimiter in ",;\t"}
    return max(best, key=best.__getitem__)


def _alike(text: str, delimiter: str) -> tuple[int, int]:
    rows = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=delimiter)
    lengths = Counter(len(row) for row in islice(rows, 20) if len(row) > 1)
    return max(((times, cells) for cells, times in lengths.items()), default=(0, 0))
