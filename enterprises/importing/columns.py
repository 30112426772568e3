"""How each plain column is written to a spreadsheet, read back and applied to a profile.

A blank cell never erases what is stored.
"""

import re

from django.utils.translation import gettext as _
from import_export.fields import Field

from catalogue.former_units import by_code
from catalogue.models import IndustrialPark, Ward
from core.imports import cells
from core.imports.cells import Notes
from core.imports.columns import Option, RecordsByWords
from core.text import fold, is_poorer
from enterprises.importing import ownership, repairs
from enterprises.importing.column_aliases import heading
from enterprises.importing.profiles import ImportedProfile
from enterprises.models import Contact, Enterprise
from enterprises.places.addresses import is_former_name

YES, NO = "có", "không"


class PlainColumn(Field):
    """A plain value of the enterprise."""

    def __init__(self, name: str, *, readonly: bool = False) -> None:
        super().__init__(attribute=name, column_name=heading(name), readonly=readonly)
        self.heading = self.column_name

    def parse(self, text: str, notes: Notes) -> object:
        """Return the value of the text; ValueError or ValidationError where it has none."""
        return text

    def checked(self, value: object) -> object:
        """Return the value; ValidationError where its field refuses it."""
        Enterprise._meta.get_field(self.attribute).run_validators(value)
        return value

    def apply(self, profile: ImportedProfile, value: object, notes: Notes) -> None:
        """Apply the value to the profile; text that says the same with less stays out."""
        old = getattr(profile.enterprise, self.attribute)
        if isinstance(value, str) and isinstance(old, str) and is_poorer(value, old):
            notes.append(
                _("giữ “%(text)s” đang có: tệp ghi không dấu hoặc viết hoa toàn bộ")
                % {"text": old[:200]}
            )
            return
        setattr(profile.enterprise, self.attribute, value)

    def export(self, instance: Enterprise, **kwargs) -> str:
        value = self.get_value(instance)
        return "" if value is None else str(value)


class LineColumn(PlainColumn):
    """Text of one line."""

    def parse(self, text: str, notes: Notes) -> str:
        return cells.one_line(text)


class NameColumn(LineColumn):
    """A name as given; one all in capitals is pointed out, because nothing says how it is meant."""

    def parse(self, text: str, notes: Notes) -> str:
        return repairs.name(super().parse(text, notes))

    def apply(self, profile: ImportedProfile, value: str, notes: Notes) -> None:
        super().apply(profile, value, notes)
        if getattr(profile.enterprise, self.attribute) == value and repairs.is_shouted(value):
            notes.append(_("viết hoa toàn bộ, giữ nguyên như tệp ghi"))


class AddressColumn(LineColumn):
    """An address, its glued parts set apart."""

    def parse(self, text: str, notes: Notes) -> str:
        return repairs.unglued(super().parse(text, notes), notes)


class TaxCodeColumn(PlainColumn):
    """A tax code, with the spaces and dashes that people write in it or without."""

    def parse(self, text: str, notes: Notes) -> str:
        return repairs.tax_code(text, notes)


class NumberColumn(PlainColumn):
    """A whole number, 1.200 and 1,200 included."""

    def parse(self, text: str, notes: Notes) -> int:
        return self.checked(repairs.whole_number(text, notes))


class YearColumn(PlainColumn):
    """A year, or the year of a date."""

    def parse(self, text: str, notes: Notes) -> int:
        return self.checked(repairs.year(text, notes))


class PercentColumn(PlainColumn):
    """A share in percent."""

    def parse(self, text: str, notes: Notes) -> int:
        return self.checked(repairs.percent(text, notes))


class DegreesColumn(PlainColumn):
    """Degrees north or east, to five places (about a metre)."""

    def parse(self, text: str, notes: Notes) -> object:
        degrees = cells.decimal(text)
        rounded = round(degrees, 5)
        if rounded != degrees:
            notes.changed(_("làm tròn năm chữ số thập phân"), text, rounded)
        return rounded


class WebsiteColumn(PlainColumn):
    """The address of a site, whose scheme people leave out."""

    def parse(self, text: str, notes: Notes) -> str:
        return self.checked(repairs.website(text, notes))


class ChoiceColumn(PlainColumn):
    """One of a field's choices, by its label or its code."""

    def parse(self, text: str, notes: Notes) -> str:
        worded = {"ownership": ownership.ownership, "size_class": ownership.size_class}
        code = worded[self.attribute](text)
        shown = str(dict(Enterprise._meta.get_field(self.attribute).choices)[code])
        if fold(text) not in {fold(shown), fold(code)}:
            notes.changed(_("hiểu là"), text, shown)
        return code

    def options(self) -> list[Option]:
        """Return what a cell may say, with what people read."""
        choices = Enterprise._meta.get_field(self.attribute).choices
        return [(str(code), str(label)) for code, label in choices if code]

    def export(self, instance: Enterprise, **kwargs) -> str:
        return str(getattr(instance, f"get_{self.attribute}_display")())


class YesNoColumn(PlainColumn):
    """A yes or a no."""

    def parse(self, text: str, notes: Notes) -> bool:
        return cells.yes_or_no(text)

    def export(self, instance: Enterprise, **kwargs) -> str:
        return YES if self.get_value(instance) else NO


class PlaceColumn(PlainColumn):
    """A park, by code or name with marks or without."""

    model: type[Ward] | type[IndustrialPark] = IndustrialPark

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.records = RecordsByWords([])

    def load(self) -> None:
        """Read the places once for a whole import."""
        self.records = RecordsByWords(self.model.objects.all())

    def parse(self, text: str, notes: Notes) -> Ward | IndustrialPark | None:
        return self.records.find(text)

    def options(self) -> list[Option]:
        """Return what a cell may say, with what people read."""
        return self.records.options()


class WardColumn(PlaceColumn):
    """A ward of today by its name, or by a code that no other ward had before 1 July 2025.

    A name of before has no value of its own: with the district it says which ward of today it is.
    """

    model = Ward

    def load(self) -> None:
        super().load()
        for ward in Ward.objects.all():
            self.records.add(ward, [fold(ward.name_vi).split(" ", 1)[-1]])

    def parse(self, text: str, notes: Notes) -> Ward | None:
        code = re.search(r"(?<!\d)\d{5}(?!\d)", text)
        name = re.sub(r"[\s\d.,:()–-]{5,}$|^[\s\d.,:()–-]{5,}", "", text)
        try:
            found = self.records.find(name if name and code else code[0] if code else text)
        except ValueError:
            if is_former_name(name):
                return None
            raise
        former = by_code().get(code[0]) if code and not name else None
        if former and fold(former.ward) != fold(found.name_vi):
            raise ValueError(
                _("mã của %(today)s, trước 01/7/2025 là mã của %(former)s: hãy ghi tên")
                % {"today": found, "former": former}
            )
        return found

    def apply(self, profile: ImportedProfile, value: Ward | None, notes: Notes) -> None:
        if value is not None:
            super().apply(profile, value, notes)


class HintColumn(PlainColumn):
    """What helps to tell where a row's enterprise is, and is stored nowhere."""

    def apply(self, profile: ImportedProfile, value: object, notes: Notes) -> None:
        """Leave the cell to `row_places`."""


class ContactColumn(PlainColumn):
    """One cell of the first contact; the cells of a row make one contact together."""

    def parse(self, text: str, notes: Notes) -> object:
        repair = {"phone": repairs.phones, "email": repairs.email}.get(self.attribute)
        line = cells.one_line(text)
        value = repair(line, notes) if repair else line
        Contact._meta.get_field(self.attribute).run_validators(value)
        return value

    def apply(self, profile: ImportedProfile, value: object, notes: Notes) -> None:
        """Leave the cells to the row's reader (`ContactColumn` is only one of them)."""

    def export(self, instance: Enterprise, **kwargs) -> str:
        contact = next(iter(instance.contacts.all()), None) if instance.pk else None
        value = getattr(contact, self.attribute, "")
        return (YES if value else NO) if isinstance(value, bool) else value


class ContactFlagColumn(ContactColumn, YesNoColumn):
    """Whether the contact may be shown to the public."""

    def parse(self, text: str, notes: Notes) -> bool:
        return YesNoColumn.parse(self, text, notes)
