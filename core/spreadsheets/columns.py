"""Columns of a spreadsheet that is a form, and what can be wrong in their cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override
from openpyxl.utils import get_column_letter

from core.downloads import restore, safe_cell
from core.text import normalise

KEY, FINGERPRINT = "key", "seal"  # hidden columns: which record a row is, and what it said


def as_plain(value: Any) -> str:
    """Return a cell as text that stays the same when programs save the file: 40 and 40.0 alike."""
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return format(Decimal(repr(float(value))).normalize(), "f")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return normalise(restore(str(safe_cell(str(value)))))


@dataclass(frozen=True)
class Column:
    """One column: a field of the form, or something that is only shown.

    Choices are codes with labels: cells hold labels, forms take codes. Labels that are too many
    for a cell's own list stand on a hidden worksheet, `choices_page`.
    """

    name: str
    label: str | Promise
    width: int = 16
    is_field: bool = True
    choices: Sequence[tuple[str, str | Promise]] = ()
    choices_page: str = ""
    bounds: tuple[int, int] | None = None  # of a whole number
    number_format: str = "General"
    number: int = 0  # its place in the sheet, from 1; the sheet counts

    @property
    def letter(self) -> str:
        return get_column_letter(self.number)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Labels of the choices in the reader's language, by code."""
        return {code: str(label) for code, label in self.choices}

    def shown(self, value: Any) -> Any:
        """Return a stored value as its cell shows it: a choice by its label."""
        return self.labels.get(value, value)

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """Codes of the choices by label, in Vietnamese and in the reader's language."""
        with override("vi"):
            codes = {str(label): code for code, label in self.choices}
        return codes | {label: code for code, label in self.labels.items()}


@dataclass(frozen=True)
class CellError:
    """What is wrong in one cell, or (without column) with a whole row."""

    row: int
    column: Column | None
    value: str
    reason: str

    @property
    def cell(self) -> str:
        return f"{self.column.letter}{self.row}" if self.column else ""
