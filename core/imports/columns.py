"""The columns of an import: the headings that name them, and how their cells become values."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext as _

from core.imports import cells
from core.imports.cells import Notes, UnknownValue
from core.text import fold

Parse = Callable[[str, Notes], object]


@dataclass(frozen=True)
class ImportColumn:
    """A column as an importer declares it; headings and aliases are compared folded."""

    heading: str  # that templates and exports carry
    aliases: tuple[str, ...] = ()
    help: str = ""  # what to write in it, with an example
    parse: Parse | None = None  # where the model's field does not say how a cell is read
    is_read: bool = True  # an export may show more than an import reads
    in_template: bool = True
    joins: str = ""  # what stands between the cells of several columns that mean the same
    takes_zero: bool = True  # of numbers: whether 0 is one, or says that nobody knows
    example: str = ""  # of the template's row that shows how to fill it in


Columns = dict[str, ImportColumn]  # by field


def fields_by_heading(columns: Columns) -> dict[str, str]:
    """Return the field of each folded heading."""
    return {
        fold(name): field
        for field, column in columns.items()
        for name in (column.heading, *column.aliases)
    }


class Declared(Protocol):
    """What an importer says of the columns that it takes."""

    name: str
    columns: Columns

    @property
    def required(self) -> Collection[str]: ...


class CellReader(Protocol):
    """What reads the cells of one column for the whole of a file."""

    heading: str

    def parse(self, text: str, notes: Notes) -> object:
        """Return the value of the text; ValueError or ValidationError where it has none."""


Option = tuple[str, str]  # what a cell says to mean it, what people read


class FieldReader:
    """Reads cells into values of a model's field, by the kind of field."""

    def __init__(self, field: Any, column: ImportColumn) -> None:
        self.field, self.heading = field, column.heading
        self.parse = column.parse or self._parse

    def _parse(self, text: str, notes: Notes) -> object:
        if self.field.choices:
            return cells.choice(text, self.field.flatchoices)
        match self.field:
            case models.ForeignKey():
                return self._related.find(text)
            case models.BooleanField():
                return cells.yes_or_no(text)
            case models.IntegerField():
                return cells.whole_number(text, notes)
            case models.DecimalField():
                return cells.decimal(text)
            case models.DateField() if not isinstance(self.field, models.DateTimeField):
                return cells.day(text)
            case models.TextField():
                return text
        return self._form_field.clean(cells.one_line(text))

    def options(self) -> list[Option]:
        """Return all that a cell may say, where that is a list."""
        if self.field.choices:
            return [(str(code), str(label)) for code, label in self.field.flatchoices if code]
        return self._related.options() if isinstance(self.field, models.ForeignKey) else []

    @cached_property
    def _form_field(self) -> Any:
        options = {"assume_scheme": "https"} if isinstance(self.field, models.URLField) else {}
        return self.field.formfield(**options)

    @cached_property
    def _related(self) -> "RecordsByWords":
        return RecordsByWords(self.field.related_model._default_manager.all())


class RecordsByWords:
    """The records of a short table, read once, by each word or phrase that names them."""

    def __init__(self, records: Iterable[models.Model]) -> None:
        self._found: dict[str, set[models.Model]] = {}
        self._options: dict[str, str] = {}
        for record in records:
            self.add(record, words_of(record))
            self._options[key_text(record)] = str(record)

    def options(self) -> list[Option]:
        """Return the text that names each record beyond doubt, with its name."""
        return list(self._options.items())

    def add(self, record: models.Model, words: Iterable[str]) -> None:
        for word in words:
            self._found.setdefault(word, set()).add(record)

    def find(self, text: str) -> models.Model:
        """Return the one record that is named so; ValueError where there is none or several."""
        found = self._found.get(fold(text), set())
        # Names that differ by a mark alone fold alike: as written, they tell which is meant.
        found = {record for record in found if str(record).lower() == text.lower()} or found
        if len(found) == 1:
            return next(iter(found))
        if found:
            names = ", ".join(sorted(f"{record} ({record.pk})" for record in found))
            message = _("có thể là %(names)s: hãy ghi mã") % {"names": names}
            raise UnknownValue(message, [text])
        raise UnknownValue(_("không có trong danh mục"), [text])


def words_of(record: models.Model) -> set[str]:
    """Return every folded name of a record: its own words, or what is written of it, and its key.

    The natural key is what fixtures and exports know the record by.
    """
    words = record.words() if hasattr(record, "words") else {fold(str(record))}
    return words | {fold(key_text(record))}


def key_text(record: models.Model) -> str:
    """Return the key by which fixtures and exports know a record, as a cell may say it."""
    key = record.natural_key() if hasattr(record, "natural_key") else (record.pk,)
    return " ".join(map(str, key))
