"""One row of a file: its cells as values, and what is said of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.imports.cells import Notes, tidied
from core.imports.columns import CellReader
from core.imports.outcomes import MessageKind, RowOutcome
from core.spreadsheets.legacy_text import is_broken


@dataclass
class ParsedRow:
    """The cells of a row as texts and values by field, and the outcome so far."""

    outcome: RowOutcome
    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        return bool(self.outcome.of_kind(MessageKind.ERROR))

    def add_error(self, name: str, heading: str, text: str) -> None:
        """Report what is wrong in the column of this field."""
        cell = self.texts.get(name, "")
        text = f"“{cell}”: {text}" if cell else text
        self.outcome.add_message(MessageKind.ERROR, heading, text)

    def add_errors(self, error: ValidationError, headings: Mapping[str, str]) -> None:
        """Report what a model's validation says, except of columns with an error already.

        Such a cell could not even be parsed.
        """
        reported = {message.column for message in self.outcome.of_kind(MessageKind.ERROR)}
        for name, texts in error.message_dict.items():
            heading = headings.get(name, "")
            if not heading or heading not in reported:
                for text in texts:
                    self.add_error(name, heading, text)

    def add_repairs(self, heading: str, notes: Notes) -> None:
        for note in notes:
            self.outcome.add_message(MessageKind.REPAIR, heading, note)


def parse_row(
    number: int, cells: dict[str, str], surplus: list[str], readers: Mapping[str, CellReader]
) -> ParsedRow:
    """Parse every cell that is not blank; a cell that cannot be read is an error of the row."""
    row = ParsedRow(RowOutcome(number, ""))
    for name, raw in cells.items():
        if reader := readers.get(name):
            _parse_cell(row, name, reader, raw)
    row.outcome.name = str(row.values.get(next(iter(readers)), ""))
    if surplus:
        text = _("Dòng có nhiều ô hơn dòng tiêu đề: %(cells)s")
        row.add_error("", "", text % {"cells": "; ".join(surplus)[:300]})
    return row


def _parse_cell(row: ParsedRow, name: str, reader: CellReader, raw: str) -> None:
    notes = Notes()
    text = tidied(raw, notes)
    if not text:
        return
    row.texts[name] = text
    try:
        if is_broken(raw):
            raise ValueError(_("chữ bị hỏng vì sai bảng mã, không đọc lại được: hãy gõ lại"))
        row.values[name] = reader.parse(text, notes)
    except ValidationError as error:
        row.add_error(name, reader.heading, " ".join(error.messages))
    except ValueError as error:
        row.add_error(name, reader.heading, str(error))
    row.add_repairs(reader.heading, notes)
