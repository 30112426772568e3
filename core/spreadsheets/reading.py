"""Spreadsheets that people upload: checked by name, size and content, read row by row as text."""

import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

import xlrd
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV, XLSX
from tablib import Dataset

from core.downloads import restore, safe_table
from core.spreadsheets.html_tables import TableParser
from core.spreadsheets.old_workbooks import checked_stream
from core.spreadsheets.sheets import Book, Line, MergedCells, Sheet, SheetName
from core.spreadsheets.text_files import decoded, delimited
from core.spreadsheets.workbook_checks import check_workbook
from core.spreadsheets.xlsx import XlsxSheets, first_sheet, refuse_wide

MAX_BYTES = 20 * 1024 * 1024
MAX_LINES = 1_048_576  # blank ones included; as many as spreadsheet programs have
ENDINGS = (".xlsx", ".xls", ".csv")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how a legacy .xls begins, and what has a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PAGE = re.compile(r"<(!doctype html|html|table|body|meta)\b", re.IGNORECASE)


class VietnameseCSV(CSV):
    """CSV as Excel opens it: in UTF-8 with the mark that Excel wants, formulas neutralised."""

    def export_data(self, dataset: Dataset, **kwargs: object) -> str:
        return "\ufeff" + super().export_data(safe_table(dataset), **kwargs)


class PlainXLSX(XLSX):
    """XLSX in which nothing is a formula."""

    def export_data(self, dataset: Dataset, **kwargs: object) -> bytes:
        return super().export_data(safe_table(dataset), **kwargs)


FORMATS = (PlainXLSX, VietnameseCSV)


def check_upload(file: UploadedFile) -> None:
    """Refuse a file by its size, its name, or a content that nothing here reads.

    Raises ValidationError with a message for the person at the field.
    """
    if (file.size or 0) > MAX_BYTES:
        raise ValidationError(_("Tệp lớn hơn 20 MB. Hãy chia thành nhiều tệp."))
    name = (file.name or "").lower()
    if not name.endswith(ENDINGS):
        raise ValidationError(_("Chỉ nhận tệp .xlsx, .xls hoặc .csv."))
    file.seek(0)
    if format_of(file.read(), name) == "xlsx":
        check_workbook(file)
    file.seek(0)


def format_of(content: bytes, name: str) -> str:
    """Return what a file is by its content, which its name need not say: xlsx, xls, html or csv.

    Raises ValidationError where it is none of them.
    """
    ending = name.lower().rpartition(".")[2]
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise ValidationError(_has_password())
        return "xls"
    if content.startswith(b"PK"):
        return "xlsx"
    if ending == "csv":
        return "csv"
    return _format_of_text(content, ending)


def _format_of_text(content: bytes, ending: str) -> str:
    """Return what a text is that is named as a workbook, as many programs write one."""
    broken = _("Tệp .%(ending)s bị hỏng hoặc không phải bảng tính.") % {"ending": ending}
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin-1"
    start = content[:4_000].decode(encoding, errors="ignore").replace("\x00", "")
    start = start.removeprefix("\xef\xbb\xbf").lstrip()
    if _PAGE.search(start):
        return "html"
    if start.startswith(("<?xml", "MIME-Version")):
        advice = _("Tệp .%(ending)s này không phải sổ tính. Hãy mở bằng Excel và lưu lại (.xlsx).")
        raise ValidationError(advice % {"ending": ending})
    if ending == "xls" and "\t" in start.partition("\n")[0]:
        return "csv"
    advice = _("Nếu là văn bản có dấu phân cách, hãy đặt đuôi tệp là .csv.")
    raise ValidationError(f"{broken} {advice}")


def _has_password() -> str:
    return _(
        "Tệp được bảo vệ bằng mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu (Tệp > Thông tin > Bảo vệ "
        "sổ làm việc), lưu lại rồi tải lên."
    )


def open_book(content: bytes, name: str) -> Book:
    """Return the sheets of a file; ValidationError where it is broken or none that is read here."""
    kind = format_of(content, name)
    readers = {"xlsx": _XlsxBook, "xls": _XlsBook, "html": _HtmlBook, "csv": _TextBook}
    try:
        book = readers[kind](content)
    except ValidationError:
        raise
    except Exception as error:
        raise _unreadable(error) from error
    if not name.lower().endswith(kind):
        remark = _("Nội dung tệp là %(kind)s, không đúng với đuôi tệp; vẫn đọc được.")
        book.remarks.append(remark % {"kind": kind})
    return book


def open_sheet(content: bytes, name: str) -> Sheet:
    """Return the first sheet of a file; its rows are read one by one as they are asked for.

    Raises ValidationError where the file is broken or too large, now or at a later row.
    """
    book = open_book(content, name)
    return Sheet(book.lines(book.names[0].name), book.remarks)


def _unreadable(error: Exception) -> ValidationError:
    if isinstance(error, xlrd.XLRDError) and "encrypted" in str(error):
        return ValidationError(_has_password())
    return ValidationError(_("Không đọc được tệp: nội dung hỏng."))


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
        raise _unreadable(error) from error


class _BookOfFile:
    """What books of every format have."""

    is_delimited = False

    def __init__(self) -> None:
        self.names: list[SheetName] = []
        self.remarks: list[str] = []

    def lines(self, name: str) -> Iterator[Line]:
        return _readable(self._rows(name))

    def merges(self, name: str) -> list[MergedCells]:
        return []

    def _rows(self, name: str) -> Iterable[Line]:
        raise NotImplementedError


class _XlsxBook(_BookOfFile):
    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._sheets = XlsxSheets(content)
        self.names = self._sheets.names

    def _rows(self, name: str) -> Iterator[Line]:
        for number, row in self._sheets.values(name):
            yield number, [_as_text(value) for value in row]

    def merges(self, name: str) -> list[MergedCells]:
        return self._sheets.merges.get(name, [])


class _XlsBook(_BookOfFile):
    def __init__(self, content: bytes) -> None:
        super().__init__()
        # With ragged rows one cell in the last corner does not fill the whole sheet.
        ways = {"on_demand": True, "ragged_rows": True, "logfile": io.StringIO()}
        self._book = xlrd.open_workbook(file_contents=checked_stream(content), **ways)
        shown = self._book._sheet_visibility  # known before any sheet is read
        names = self._book.sheet_names()
        self.names = [
            SheetName(name, bool(state)) for name, state in zip(names, shown, strict=False)
        ]

    def _rows(self, name: str) -> Iterator[Line]:
        for number, row in enumerate(self._book.sheet_by_name(name).get_rows(), 1):
            refuse_wide(len(row))
            yield number, [_as_text(_xls_value(cell, self._book.datemode)) for cell in row]


class _HtmlBook(_BookOfFile):
    def __init__(self, content: bytes) -> None:
        super().__init__()
        text, self.remarks = decoded(content)
        parser = TableParser()
        parser.feed(text)
        parser.close()
        found = [table for table in parser.tables if any(map(any, table.rows))]
        if not found:
            raise ValidationError(_("Tệp không có dòng nào."))
        label = _("Bảng %(number)d")
        self._tables = {label % {"number": n}: table for n, table in enumerate(found, 1)}
        self.names = [SheetName(name) for name in self._tables]

    def _rows(self, name: str) -> Iterator[Line]:
        for number, row in self._tables[name].lines():
            refuse_wide(len(row))
            yield number, row

    def merges(self, name: str) -> list[MergedCells]:
        return self._tables[name].merges


class _TextBook(_BookOfFile):
    is_delimited = True

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._text, self.remarks = decoded(content)
        self.names = [SheetName("csv")]

    def _rows(self, name: str) -> Iterator[Line]:
        return delimited(self._text)


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


def _xls_value(cell: xlrd.sheet.Cell, datemode: int) -> object:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A")
    return cell.value


def _as_text(value: object) -> str:
    """Return a cell as it looks: no '.0' behind whole numbers, days in Vietnamese form."""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)
