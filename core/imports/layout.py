"""What the page of an import shows of the file itself: sheets, columns with samples, first rows."""

from collections.abc import Collection
from typing import Any

from core.imports.table import SHOWN, ImportTables, SheetTable

SAMPLES = 3  # cells of each column
FIRST_ROWS = 5  # of a sheet whose headings are not known
LONGEST = 60  # characters of a cell


def layout_of(tables: ImportTables, required: Collection[str]) -> dict[str, Any]:
    """Return the sheets and columns as plain data, and rows where the headings are in question."""
    columns: dict[str, dict[str, Any]] = {}
    for table in tables.tables:
        for at, key in enumerate(table.head.keys[:SHOWN]):
            columns.setdefault(key, _column(table, at))
    first = tables.tables[0]
    is_known = set(required) <= set(first.head.fields)
    return {
        "sheets": tables.sheets,
        "columns": [column for column in columns.values() if column["name"] or column["samples"]],
        "first_rows": [] if is_known else _first_rows(first),
    }


def _column(table: SheetTable, at: int) -> dict[str, Any]:
    meaning, name = table.head.meanings[at], table.head.names[at]
    cells = (cells[at] for _number, cells in table.lines[:200] if at < len(cells))
    samples = dict.fromkeys(cell.strip()[:LONGEST] for cell in cells if cell.strip())
    return {
        "key": table.head.keys[at],
        "name": name[:LONGEST],
        "field": meaning.field,
        "how": meaning.how,
        "samples": list(samples)[:SAMPLES],
    }


def _first_rows(table: SheetTable) -> list[list[str]]:
    head = [table.head.names]
    rows = [cells for _number, cells in table.lines[:FIRST_ROWS]]
    return [[cell[:LONGEST] for cell in cells[:20]] for cells in [*head, *rows]]
