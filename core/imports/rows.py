"""One row of a file: its cells as values, and what is said of them."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.imports.cells import Notes, UnknownValue, is_nothing, tidied, why_no_result
from core.imports.columns import CellReader
from core.imports.outcomes import Message, MessageKind, RowOutcome
from core.spreadsheets.legacy_text import is_broken
from core.text import fold

Row = tuple[int, dict[str, str], list[str]]  # number in the file, cells by field, cells past them
Values = Mapping[str, Mapping[str, str]]  # what unknown values mean, folded, by field


@dataclass
class ParsedRow:
    """The cells of a row as texts and values by field, and the outcome so far."""

    outcome: RowOutcome
    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)
    required: Collection[str] = ()  # the fields without which there is no record

    @property
    def has_errors(self) -> bool:
        return bool(self.outcome.of_kind(MessageKind.ERROR))

    def has_errors_of(self, heading: str) -> bool:
        """Return whether the column of this heading has an error."""
        return any(message.column == heading for message in self.outcome.of_kind(MessageKind.ERROR))

    def add_error(self, name: str, heading: str, text: str) -> None:
        """Report what is wrong in the column of this field, so that the row is not taken."""
        self._add(MessageKind.ERROR, name, heading, text)

    def leave_out(self, name: str, heading: str, text: str) -> bool:
        """Take the row without this cell, and say why; an error where it cannot be without.

        Returns whether the cell could be left out.
        """
        if name in self.required:
            self.add_error(name, heading, text)
            return False
        self.values.pop(name, None)
        self._add(MessageKind.LEFT_OUT, name, heading, text)
        return True

    def add_errors(self, error: ValidationError, headings: Mapping[str, str]) -> set[str]:
        """Report what a model's validation says; return the fields whose cells are left out.

        Where the record cannot do without a cell that was left out, that is its row's error; and
        so is a value that is another record's.
        """
        reported = {message.column for message in self.outcome.of_kind(MessageKind.ERROR)}
        left: set[str] = set()
        for name, texts in error.message_dict.items():
            heading = headings.get(name, "")
            is_taken = any(each.code == "unique" for each in error.error_dict[name])
            if name in self.values and not is_taken:
                if self.leave_out(name, heading, " ".join(texts)):
                    left.add(name)
            elif earlier := self._left_out(heading):
                earlier.kind = MessageKind.ERROR
            elif not heading or heading not in reported:
                for text in texts:
                    self.add_error(name, heading, text)
        return left

    def add_repairs(self, heading: str, notes: Notes) -> None:
        for note in notes:
            self.outcome.add_message(MessageKind.REPAIR, heading, note)
        for why in notes.left_out:
            self.outcome.add_message(MessageKind.LEFT_OUT, heading, why)

    def _add(self, kind: MessageKind, name: str, heading: str, text: str) -> None:
        cell = self.texts.get(name, "")[:200]
        self.outcome.add_message(kind, heading, f"“{cell}”: {text}" if cell else text)

    def _left_out(self, heading: str) -> Message | None:
        found = self.outcome.of_kind(MessageKind.LEFT_OUT)
        return next((each for each in found if heading and each.column == heading), None)


class RowReader:
    """Reads the rows of one file, and counts the values that no catalogue has."""

    def __init__(
        self,
        readers: Mapping[str, CellReader],
        required: Collection[str],
        values: Values,
        without_zero: Collection[str] = (),
    ) -> None:
        self.readers, self._required, self._values = readers, required, values
        self._without_zero = without_zero  # the columns in which 0 says nothing
        self._is_list: dict[str, bool] = {}
        self.unknown: dict[str, Counter[str]] = {}  # by field, as written

    def read(self, number: int, cells: dict[str, str], surplus: list[str]) -> ParsedRow:
        """Parse every cell that is not blank; what cannot be read is left out or an error."""
        row = ParsedRow(RowOutcome(number, ""), required=self._required)
        for name, raw in cells.items():
            if name in self.readers:
                self._cell(row, name, raw)
        first = next(iter(self.readers))
        row.outcome.name = str(row.values.get(first) or row.texts.get(first, ""))[:300]
        if surplus:
            text = _("Dòng có nhiều ô hơn dòng tiêu đề: %(cells)s")
            row.add_error("", "", text % {"cells": "; ".join(surplus)[:300]})
        return row

    def _cell(self, row: ParsedRow, name: str, raw: str) -> None:
        reader, notes = self.readers[name], Notes()
        text = tidied(raw, notes)
        if not text:
            return
        row.texts[name] = text
        if why := self._why_nothing(name, text):
            row.leave_out(name, reader.heading, why)
            return
        try:
            if is_broken(raw):
                raise ValueError(_("chữ bị hỏng vì sai bảng mã, không đọc lại được: hãy gõ lại"))
            row.values[name] = self._value(name, text, notes)
        except ValidationError as error:
            row.leave_out(name, reader.heading, " ".join(error.messages))
        except ValueError as error:
            row.leave_out(name, reader.heading, str(error))
        row.add_repairs(reader.heading, notes)

    def _why_nothing(self, name: str, text: str) -> str:
        """Return why a cell says nothing, unless its column takes just that for a value."""
        if why := why_no_result(text):
            return why
        if not is_nothing(text):
            return ""
        try:
            value = self.readers[name].parse(text, Notes())
        except (ValueError, ValidationError):
            return _("hiểu là để trống")
        if name in self._without_zero and not value:
            return _("hiểu là để trống")
        is_value = isinstance(value, bool | int | Decimal) or self._takes_options(name)
        return "" if is_value else _("hiểu là để trống")

    def _takes_options(self, name: str) -> bool:
        if name not in self._is_list:
            self._is_list[name] = bool(getattr(self.readers[name], "options", list)())
        return self._is_list[name]

    def _value(self, name: str, text: str, notes: Notes) -> object:
        """Return the value of a cell; of one with several parts without those that are unknown."""
        reader, first = self.readers[name], Notes()
        try:
            value = reader.parse(text, first)
        except UnknownValue as error:
            known = [self._meant(name, part, error) for part in error.parts]
            if not any(known):
                raise
            if any(part == "" for part in known):
                notes.left_out.append(f"“{', '.join(error.unknown)}”: {error}")
            return reader.parse("; ".join(filter(None, known)), notes)
        notes.extend(first)
        notes.left_out.extend(first.left_out)
        return value

    def _meant(self, name: str, part: str, error: UnknownValue) -> str:
        """Return the part as the catalogue has it, or nothing; unknown ones are counted."""
        if part not in error.unknown:
            return part
        self.unknown.setdefault(name, Counter())[part] += 1
        return self._values.get(name, {}).get(fold(part), "")
