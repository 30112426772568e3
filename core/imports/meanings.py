"""What headings and values of a file mean: as declared, as decided last time, as decided now."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from core.imports.columns import Declared, fields_by_heading
from core.models import ImportMeaning, SpreadsheetImport
from core.text import fold

IGNORED = ""  # the meaning of a heading that is not read, of a value that is left blank
REASONS = {"ly do", "reason"}  # folded, of the column that files of bad rows have


@dataclass
class Choices:
    """What a person has decided about one file; what is not decided is decided by itself."""

    sheets: list[str] = field(default_factory=list)  # that are read
    columns: dict[str, str] = field(default_factory=dict)  # field by key of the column
    values: dict[str, dict[str, str]] = field(default_factory=dict)  # by field and folded text
    all_or_nothing: bool = False  # whether one bad row keeps all out
    takes_names: bool = False  # whether rows with a name and nothing else are records
    into: int | None = None  # the record to which all rows belong, where the importer asks for one

    @classmethod
    def of(cls, job: SpreadsheetImport) -> "Choices":
        known = cls.__dataclass_fields__
        return cls(**{name: value for name, value in job.choices.items() if name in known})

    def stored(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class ColumnMeaning:
    """What a column means, and how that is known."""

    field: str  # empty where it is not read
    how: str  # known, remembered, chosen, unknown


class Meanings:
    """The meanings of one file's columns and values."""

    def __init__(self, importer: Declared, choices: Choices) -> None:
        self._columns, self._choices = importer.columns, choices
        self._known = fields_by_heading(importer.columns)
        self._remembered, self._values = ImportMeaning.of(importer.name)

    def of_column(self, key: str, headings: list[str]) -> ColumnMeaning:
        """Return what a column with this key means, which may be headed in several ways."""
        if key in self._choices.columns:
            return self._checked(self._choices.columns[key], "chosen")
        if key in self._remembered:
            return self._checked(self._remembered[key], "remembered")
        return self.declared(headings)

    def declared(self, headings: list[str]) -> ColumnMeaning:
        """Return what the importer's own headings and aliases say."""
        for heading in headings:
            if found := self._known.get(fold(heading)):
                return ColumnMeaning(found, "known")
        return ColumnMeaning(IGNORED, "known" if fold(headings[0]) in REASONS else "unknown")

    def _checked(self, name: str, how: str) -> ColumnMeaning:
        """Return the meaning, if a column of this name is still declared."""
        return ColumnMeaning(name if name in self._columns else IGNORED, how)

    def values(self) -> dict[str, dict[str, str]]:
        """Return what unknown values mean, folded, by field: as decided now, or else before."""
        names = {*self._values, *self._choices.values}
        return {
            name: {**self._values.get(name, {}), **self._choices.values.get(name, {})}
            for name in names
        }


def column_keys(headings: list[str]) -> list[str]:
    """Return a key for each column: its folded heading, or its place where that is not enough."""
    folded = [fold(heading) for heading in headings]
    seen: Counter[str] = Counter()
    keys = []
    for number, text in enumerate(folded, 1):
        seen[text] += 1
        repeated = f"{text}#{seen[text]}" if seen[text] > 1 else text
        keys.append(repeated if text else f"#{number}")
    return keys
