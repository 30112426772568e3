"""The first sheet of an XLSX as openpyxl reads it, without what its workbook says beside that.

openpyxl's own way fills a sheet up to the size that the file declares, and opens every sheet.
"""

import io
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import WorkSheetParser

MAX_COLUMNS = 300


def first_sheet(content: bytes) -> Iterator[tuple[int, list]]:
    """Yield the rows that the first sheet has, under their numbers, with the values of cells."""
    reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    with reader.archive.open(_path(reader)) as source:
        parser = WorkSheetParser(
            source,
            reader.shared_strings,
            data_only=True,
            epoch=reader.wb.epoch,
            date_formats=reader.wb._date_formats,
            timedelta_formats=reader.wb._timedelta_formats,
        )
        for number, cells in parser.parse():
            yield number, _values(cells)


def _path(reader: ExcelReader) -> str:
    sheets = reader.parser.find_sheets()
    return next(part.target for _sheet, part in sheets if "chartsheet" not in part.Type)


def _values(cells: list[dict]) -> list:
    """Return the values in their columns, with None where there is none."""
    filled = {cell["column"]: cell["value"] for cell in cells if cell["value"] is not None}
    width = max(filled, default=0)
    refuse_wide(width)
    return [filled.get(column) for column in range(1, width + 1)]


def refuse_wide(width: int) -> None:
    """Raise ValidationError for a row that is wider than any table of ours."""
    if width > MAX_COLUMNS:
        message = _("Bảng tính quá rộng: mỗi dòng tối đa %(most)d cột.")
        raise ValidationError(message % {"most": MAX_COLUMNS})
