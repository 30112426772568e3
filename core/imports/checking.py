"""What every row of a file will do: which sheets and columns are read, which rows are records."""

from collections.abc import Iterator
from itertools import chain

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.imports.bad_rows import bad_rows
from core.imports.importers import CheckedFile, Importer
from core.imports.layout import layout_of
from core.imports.meanings import Choices, Meanings
from core.imports.outcomes import MessageKind, Result, RowOutcome
from core.imports.row_kinds import NAME_ONLY, SECTION, RowKinds, SheetContext
from core.imports.rows import Row
from core.imports.table import ImportTables, SheetTable, read_tables
from core.models import SpreadsheetImport
from core.spreadsheets.reading import open_book
from core.spreadsheets.sheets import Line

MOST_UNKNOWN = 200  # values of a column that are kept for the page, the most frequent first


class UndecidedError(ValidationError):
    """A person has to say what the columns of a file mean before it can be checked."""


def tables_of(
    importer: Importer, job: SpreadsheetImport, content: bytes, limit: int | None
) -> ImportTables:
    """Return what is read of the file as it was chosen, and store what the page shows of that.

    Raises ValidationError where it cannot be read, UndecidedError where a column is in question.
    """
    choices = Choices.of(job)
    meanings = Meanings(importer, choices)
    tables = read_tables(open_book(content, job.file_name), importer, meanings, choices, limit)
    job.layout = {**layout_of(tables, importer.required), "values": meanings.values()}
    job.ignored, job.remarks = tables.ignored(), tables.remarks
    job.rows_total = sum(len(table.lines) for table in tables.tables)
    job.save(update_fields=["ignored", "remarks", "rows_total", "layout"])
    if questions := list(_questions(importer, tables)):
        raise UndecidedError(questions)
    return tables


def _questions(importer: Importer, tables: ImportTables) -> Iterator[str]:
    for heading in tables.missing(importer.columns, importer.required):
        text = _("Không có cột “%(heading)s”: hãy chọn trang tính, hoặc cột nào có nghĩa đó.")
        yield text % {"heading": heading}
    for name in tables.twice():
        text = _("Có nhiều cột cùng nghĩa là “%(heading)s”: hãy chọn một cột, bỏ qua các cột kia.")
        yield text % {"heading": importer.columns[name].heading}


def check_tables(importer: Importer, job: SpreadsheetImport, tables: ImportTables) -> CheckedFile:
    """Check the records of the tables; the other rows are named with why they are none."""
    kinds = [_kinds(importer, table) for table in tables.tables]
    is_taken = {"", NAME_ONLY} if _takes_names(job, kinds) else {""}
    if importer.takes_sections:
        is_taken |= {NAME_ONLY, str(SECTION)}
    checked = importer.check(_records(tables.tables, kinds, is_taken), job)
    of_records = iter(checked.outcomes)
    name = next(iter(importer.columns))
    all_outcomes: list[RowOutcome] = []
    for table, why in zip(tables.tables, kinds, strict=True):
        for line, reason in zip(table.lines, why, strict=True):
            is_record = reason in is_taken
            outcome = next(of_records) if is_record else _no_record(line, table, name, reason)
            outcome.sheet = table.name if len(tables.tables) > 1 else ""
            all_outcomes.append(outcome)
    checked.outcomes = all_outcomes
    checked.bad_rows = bad_rows(tables.tables, all_outcomes)
    _store_unknown(job, checked)
    return checked


def _kinds(importer: Importer, table: SheetTable) -> list[str]:
    name = next(iter(importer.columns))
    context = SheetContext(table.head, table.merges, name, importer.name_is_text)
    why_none = RowKinds(context).why_none
    return [why_none(line) for line in table.lines]


def _takes_names(job: SpreadsheetImport, kinds: list[list[str]]) -> bool:
    """Return whether a name alone makes a record: in a list of names, or where a person says so."""
    return Choices.of(job).takes_names or "" not in set(chain.from_iterable(kinds))


def _records(tables: list[SheetTable], kinds: list[list[str]], is_taken: set[str]) -> Iterator[Row]:
    for table, why in zip(tables, kinds, strict=True):
        lines = zip(table.lines, why, strict=True)
        yield from table.rows([line for line, reason in lines if reason in is_taken])


def _no_record(line: Line, table: SheetTable, name: str, reason: str) -> RowOutcome:
    number, cells = line
    fields = zip(table.head.fields, cells, strict=False)
    named = next((cell for field, cell in fields if field == name and cell.strip()), "")
    shown = named or " ".join(filter(str.strip, cells))
    if reason == NAME_ONLY:
        result, reason = Result.NAME_ONLY, _("dòng chỉ có tên, các ô khác trống")
    else:
        result = Result.NO_RECORD
    outcome = RowOutcome(number, " ".join(shown.split())[:300], result)
    outcome.add_message(MessageKind.HINT, "", reason)
    return outcome


def _store_unknown(job: SpreadsheetImport, checked: CheckedFile) -> None:
    found = {name: values.most_common(MOST_UNKNOWN) for name, values in checked.unknown.items()}
    if job.layout.get("unknown") != found:
        job.layout["unknown"] = found
        job.save(update_fields=["layout"])
