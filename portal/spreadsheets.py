"""Spreadsheets that people upload: checked by name, size and content before a row is read."""

import csv
import io
import zipfile

import openpyxl
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV, XLSX
from tablib import Dataset

from portal.downloads import safe_table

MAX_BYTES = 10 * 1024 * 1024
# What an XLSX may unpack to: a small file can hold gigabytes of zeros.
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
# A row takes 20 to 40 ms, and the answer must come while a person waits.
MAX_ROWS = 1_000


class VietnameseCSV(CSV):
    """CSV as Excel writes it: with commas, or with semicolons under Vietnamese settings."""

    def export_data(self, dataset: Dataset, **kwargs) -> str:
        return "\ufeff" + super().export_data(safe_table(dataset), **kwargs)  # Excel wants the mark

    def create_dataset(self, in_stream: str | bytes, **kwargs) -> Dataset:
        text = in_stream if isinstance(in_stream, str) else in_stream.decode("utf-8-sig")
        head = text.partition("\n")[0]
        delimiter = ";" if head.count(";") > head.count(",") else ","
        return super().create_dataset(text, delimiter=delimiter, **kwargs)


class PlainXLSX(XLSX):
    """XLSX whose blank rows at the end are not rows, and whose numbers read as they look."""

    def export_data(self, dataset: Dataset, **kwargs) -> bytes:
        return super().export_data(safe_table(dataset), **kwargs)

    def create_dataset(self, in_stream: bytes) -> Dataset:
        book = openpyxl.load_workbook(io.BytesIO(in_stream), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
        headings = [_cell(value) for value in next(rows, ())]
        dataset = Dataset(headers=headings)
        for row in rows:
            cells = [_cell(value) for value in row]
            if any(cells):
                dataset.append((cells + [""] * len(headings))[: len(headings)])
        return dataset


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


FORMATS = (PlainXLSX, VietnameseCSV)


def format_of(file: UploadedFile) -> type[XLSX] | type[CSV]:
    """The format that the file's name and first bytes agree on.

    Raises ValidationError with a message for the person at the field.
    """
    name = (file.name or "").lower()
    if file.size > MAX_BYTES:
        raise ValidationError(_("Tệp lớn hơn 10 MB. Hãy chia thành nhiều tệp."))
    if not name.endswith((".xlsx", ".csv")):
        raise ValidationError(_("Chỉ nhận tệp .xlsx hoặc .csv."))
    if name.endswith(".csv"):
        return VietnameseCSV
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            is_workbook = "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile as error:
        raise ValidationError(_("Tệp .xlsx bị hỏng hoặc không phải bảng tính.")) from error
    if not is_workbook:
        raise ValidationError(_("Tệp .xlsx bị hỏng hoặc không phải bảng tính."))
    if size > MAX_UNPACKED_BYTES:
        raise ValidationError(_("Nội dung tệp quá lớn. Hãy chia thành nhiều tệp."))
    return PlainXLSX


def read_dataset(file: UploadedFile) -> Dataset:
    """Every row of the first sheet, as text.

    Raises ValidationError where the file is broken, empty or too long.
    """
    format_class = format_of(file)
    file.seek(0)
    content = file.read()
    file.seek(0)
    try:
        dataset = format_class().create_dataset(content)
    except UnicodeDecodeError as error:
        raise ValidationError(_("Tệp .csv phải lưu với bảng mã UTF-8.")) from error
    except csv.Error as error:
        raise ValidationError(_("Tệp .csv bị hỏng: không đọc được các dòng.")) from error
    # openpyxl and tablib raise errors of many kinds on broken content, none of them documented.
    except Exception as error:
        raise ValidationError(
            _("Không đọc được tệp: nội dung hỏng, hoặc có dòng nhiều ô hơn dòng tiêu đề.")
        ) from error
    if not dataset.headers or not len(dataset):
        raise ValidationError(_("Tệp không có dòng dữ liệu nào dưới dòng tiêu đề."))
    if len(dataset) > MAX_ROWS:
        raise ValidationError(
            _("Tệp có %(count)d dòng; mỗi lần nhập tối đa %(limit)d dòng."),
            params={"count": len(dataset), "limit": MAX_ROWS},
        )
    return dataset
