"""Spreadsheets that people upload: checked by name, size and content, read row by row as text."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

import openpyxl
import xlrd
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV, XLSX
from tablib import Dataset

from core.downloads import restore, safe_table

MAX_BYTES = 20 * 1024 * 1024
# What an XLSX may unpack to: a small file can hold gigabytes of zeros.
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
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
        _check_workbook(file)
    file.seek(0)


def _check_workbook(file: UploadedFile) -> None:
    broken = ValidationError(_("Tệp .xlsx bị hỏng hoặc không phải bảng tính."))
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            is_workbook = "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile as error:
        raise broken from error
    if not is_workbook:
        raise broken
    if size > MAX_UNPACKED_BYTES:
        raise ValidationError(_("Nội dung tệp quá lớn. Hãy chia thành nhiều tệp."))


def open_sheet(content: bytes, name: str) -> Sheet:
    """Return the first sheet of a file; its rows are read one by one as they are asked for.

    Raises ValidationError where the file is broken, now or at a later row.
    """
    ending = name.lower().rpartition(".")[2]
    if ending == "csv":
        text, remarks = decoded(content)
        return Sheet(_readable(_csv_rows(text)), remarks)
    return Sheet(_readable(_xls_rows(content) if ending == "xls" else _xlsx_rows(content)))


def _readable(rows: Iterable[list]) -> Iterator[tuple[int, list]]:
    try:
        for number, cells in enumerate(rows, 1):
            if any(str(cell).strip() for cell in cells):
                yield number, cells
    # openpyxl and xlrd raise errors of many kinds on broken content, none of them documented.
    except Exception as error:
        raise ValidationError(_("Không đọc được tệp: nội dung hỏng.")) from error


def _xlsx_rows(content: bytes) -> Iterator[list[str]]:
    for row in _xlsx_values(content):
        yield [_as_text(value) for value in row]


def _xlsx_values(content: bytes) -> Iterator[tuple]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    yield from book.worksheets[0].iter_rows(values_only=True)


def open_form(content: bytes) -> Iterator[tuple[int, list[str | int | float]]]:
    """Return the rows of a form that the portal has made as XLSX: its numbers stay numbers.

    Raises ValidationError where the file is broken.
    """
    return _readable([_form_cell(value) for value in row] for row in _xlsx_values(content))


def _form_cell(value: object) -> str | int | float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return restore(_as_text(value))


def _xls_rows(content: bytes) -> Iterator[list[str]]:
    with xlrd.open_workbook(file_contents=content, on_demand=True) as book:
        for row in book.sheet_by_index(0).get_rows():
            yield [_as_text(_xls_value(cell, book.datemode)) for cell in row]


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


def _csv_rows(text: str) -> Iterator[list[str]]:
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))


def _delimiter(text: str) -> str:
    """Return the delimiter: the character that splits most of the first lines alike."""
    best = {delimiter: _alike(text, delimiter) for delimiter in ",;\t"}
    return max(best, key=best.__getitem__)


def _alike(text: str, delimiter: str) -> tuple[int, int]:
    rows = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=delimiter)
    lengths = Counter(len(row) for row in islice(rows, 20) if len(row) > 1)
    return max(((times, cells) for cells, times in lengths.items()), default=(0, 0))
