"""Rows that were not taken, as a file of their own to be mended and uploaded again."""

import gzip
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _
from openpyxl import Workbook

from core.downloads import safe_cell
from core.imports.outcomes import MessageKind, Result, RowOutcome
from core.imports.table import SheetTable


@dataclass
class BadRows:
    """The rows of one sheet that were not taken, as they stand there, with why."""

    sheet: str
    headings: list[str]
    rows: list[tuple[list[str], str]] = field(default_factory=list)


def bad_rows(tables: Iterable[SheetTable], outcomes: Iterable[RowOutcome]) -> list[BadRows]:
    """Return the rows with errors; there is an outcome for each line of each table, in order."""
    found, rest = [], iter(outcomes)
    for table in tables:
        of_sheet = BadRows(table.name, _headings(table))
        for (_number, cells), outcome in zip(table.lines, rest, strict=False):
            if outcome.result == Result.REFUSED:
                of_sheet.rows.append((cells, _why(outcome)))
        found.append(of_sheet)
    return [each for each in found if each.rows]


def _headings(table: SheetTable) -> list[str]:
    """Return the headings in one row, so that the file is understood as the first one was."""
    return [
        table.columns[meaning.field].heading if meaning.field and " / " in name else name
        for name, meaning in zip(table.head.names, table.head.meanings, strict=True)
    ]


def _why(outcome: RowOutcome) -> str:
    errors = outcome.of_kind(MessageKind.ERROR)
    return "; ".join(f"{e.column}: {e.text}" if e.column else e.text for e in errors)


def pack(found: list[BadRows]) -> bytes:
    """Return the rows as they are stored; nothing where there are none."""
    plain = json.dumps([asdict(each) for each in found], ensure_ascii=False)
    return gzip.compress(plain.encode(), mtime=0) if found else b""


def unpack(content: bytes | memoryview) -> list[BadRows]:
    """Return the rows that `pack` has stored."""
    plain = json.loads(gzip.decompress(content)) if content else []
    return [BadRows(**each) for each in plain]


def workbook(found: list[BadRows]) -> bytes:
    """Return the file: the columns as they were, and the reason, which is not read again."""
    book = Workbook(write_only=True)
    for number, each in enumerate(found, 1):
        page = book.create_sheet(_sheet_name(each.sheet, number))
        page.freeze_panes = "A2"
        width = max(len(each.headings), *(len(cells) for cells, _why in each.rows))
        for texts, last in [(each.headings, _("Lý do")), *each.rows]:
            page.append([safe_cell(cell) for cell in [*texts, *[""] * (width - len(texts)), last]])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _sheet_name(name: str, number: int) -> str:
    kept = "".join(char for char in name if char not in "[]:*?/\\")[:28].strip("' ")
    return kept or _("Trang %(number)d") % {"number": number}
