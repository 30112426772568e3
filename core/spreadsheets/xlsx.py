"""Sheets of an XLSX as openpyxl reads their rows, without what its workbook says beside that.

openpyxl's own way fills a sheet up to the size that the file declares, and opens every sheet.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import range_boundaries
from openpyxl.worksheet._reader import FORMULA_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.functions import iterparse

from core.spreadsheets.sheets import MergedCells, SheetName

MAX_COLUMNS = 300
NO_RESULT = "#CHƯA TÍNH!"  # stands for a formula that no program has computed yet
_MERGED = re.compile(r"\{.*\}mergeCell")


class _Rows(WorkSheetParser):
    """Reads rows and merged cells, and nothing that stands beside them in a sheet's part."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.merges: list[MergedCells] = []

    def parse(self) -> Iterator[tuple[int, list[dict]]]:
        for _event, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                row = self.parse_row(element)
                element.clear()
                yield row
            elif _MERGED.fullmatch(element.tag):
                left, top, right, bottom = range_boundaries(element.get("ref", ""))
                self.merges.append(MergedCells(top, left, bottom, right))

    def parse_cell(self, element: Any) -> dict:
        cell = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            # An empty result is one, and says that it is text.
            has_result = element.find(VALUE_TAG) is not None and element.get("t") == "str"
            cell["value"] = None if has_result else NO_RESULT
        return cell


class XlsxSheets:
    """The worksheets of a workbook; those of charts have no rows."""

    def __init__(self, content: bytes) -> None:
        reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        self._reader, self._parts = reader, {}
        self.names: list[SheetName] = []
        self.merges: dict[str, list[MergedCells]] = {}  # of sheets that were read to their end
        for sheet, part in reader.parser.find_sheets():
            if "chartsheet" not in part.Type and "dialogsheet" not in part.Type:
                self._parts[sheet.name] = part.target
                self.names.append(SheetName(sheet.name, sheet.state != "visible"))

    def values(self, name: str) -> Iterator[tuple[int, list]]:
        """Yield the rows that a sheet has, under their numbers, with the values of cells."""
        reader = self._reader
        with reader.archive.open(self._parts[name]) as source:
            rows = _Rows(
                source,
                reader.shared_strings,
                data_only=True,
                epoch=reader.wb.epoch,
                date_formats=reader.wb._date_formats,
                timedelta_formats=reader.wb._timedelta_formats,
            )
            for number, cells in rows.parse():
                yield number, _values(cells)
            self.merges[name] = rows.merges


def first_sheet(content: bytes) -> Iterator[tuple[int, list]]:
    """Yield the rows of the first sheet; formulas that were not computed are blank."""
    sheets = XlsxSheets(content)
    for number, row in sheets.values(sheets.names[0].name):
        yield number, [None if value == NO_RESULT else value for value in row]


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
