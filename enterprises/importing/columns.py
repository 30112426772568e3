"""How each plain column is written to a spreadsheet, read back and applied to a profile.

A blank cell never erases what is stored.
"""

from django.utils.translation import gettext as _
from import_export.fields import Field

from catalogue.models import IndustrialPark, Ward
from core.imports import cells
from core.imports.cells import Notes
from core.imports.columns import Option, RecordsByWords
from core.text import fold
from enterprises.importing import repairs
from enterprises.importing.column_aliases import heading
from enterprises.importing.profiles import ImportedProfile
from enterprises.models import Enterprise

YES, NO = "có", "không"


class PlainColumn(Field):
    """A plain value of the enterprise."""

    def __init__(self, name: str, *, readonly: bool = False) -> None:
        super().__init__(attribute=name, column_name=heading(name), readonly=readonly)
        self.heading = self.column_name

    def parse(self, text: str, notes: Notes) -> object:
        """Return the value of the text; ValueError with a reason where it has none."""
        return text

    def apply(self, profile: ImportedProfile, value: object, notes: Notes) -> None:
        """Apply the value to the profile."""
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
        if repairs.is_shouted(text):
            notes.append(_("viết hoa toàn bộ, giữ nguyên như tệp ghi"))
        return super().parse(text, notes)


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
        return cells.whole_number(text, notes)


class YearColumn(PlainColumn):
    """A year, or the year of a date."""

    def parse(self, text: str, notes: Notes) -> int:
        return repairs.year(text, notes)


class PercentColumn(PlainColumn):
    """A share in percent."""

    def parse(self, text: str, notes: Notes) -> int:
        return repairs.percent(text, notes)


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
        return repairs.website(text, notes)


class ChoiceColumn(PlainColumn):
    """One of a field's choices, by its label or its code."""

    def parse(self, text: str, notes: Notes) -> str:
        return cells.choice(text, Enterprise._meta.get_field(self.attribute).choices)

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
    """A ward or a park, by code or name with marks or without."""

    def __init__(self, name: str, model: type[Ward] | type[IndustrialPark]) -> None:
        super().__init__(name)
        self.model, self.records = model, RecordsByWords([])

    def load(self) -> None:
        """Read the places once for a whole import."""
        places = self.model.objects.all()
        self.records = RecordsByWords(places)
        if self.model is Ward:
            for ward in places:
                self.records.add(ward, [fold(ward.name_vi).split(" ", 1)[-1]])

    def parse(self, text: str, notes: Notes) -> Ward | IndustrialPark:
        return self.records.find(text)

    def options(self) -> list[Option]:
        """Return what a cell may say, with what people read."""
        return self.records.options()


class ContactColumn(PlainColumn):
    """One cell of the first contact; the cells of a row make one contact together."""

    def parse(self, text: str, notes: Notes) -> object:
        repair = {"phone": repairs.phones, "email": repairs.email}.get(self.attribute)
        line = cells.one_line(text)
        return repair(line, notes) if repair else line

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
