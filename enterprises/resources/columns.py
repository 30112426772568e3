"""How each kind of column is written to a spreadsheet and read back.

A blank cell says nothing: it never erases what the portal knows. Lists in one cell are separated
by semicolons; importing adds what is missing and takes nothing away.
"""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as _
from import_export.fields import Field

from enterprises.headings import heading
from enterprises.models import Certificate, Contact, Enterprise, IndustrialPark, Product, Ward
from enterprises.tax_codes import clean_tax_code
from portal.downloads import restore
from portal.text import fold, normalise

SEPARATOR = ";"
YES, NO = "có", "không"


def parts(cell: str) -> list[str]:
    """The entries of a cell that holds a list."""
    return [part for part in (normalise(part) for part in cell.split(SEPARATOR)) if part]


class Column(Field):
    """A plain value of the enterprise."""

    def __init__(self, name: str, *, readonly: bool = False) -> None:
        super().__init__(attribute=name, column_name=heading(name), readonly=readonly)

    def text(self, row: dict) -> str:
        """What the cell holds: an apostrophe that an export put before a formula is taken off."""
        return normalise(restore(str(row.get(self.column_name) or "")))

    def save(self, instance: Enterprise, row: dict, is_m2m: bool = False, **kwargs) -> None:
        if text := self.text(row):
            setattr(instance, self.attribute, self.parse(text))

    def parse(self, text: str) -> object:
        """The value that the text stands for; ValueError with a reason where it stands for none."""
        return text

    def export(self, instance: Enterprise, **kwargs) -> str:
        value = self.get_value(instance)
        return "" if value is None else str(value)


class TaxCodeColumn(Column):
    """A tax code, with the spaces and dashes that people write in it or without."""

    def parse(self, text: str) -> str:
        return clean_tax_code(text)


class NumberColumn(Column):
    """A whole number, 1.200 and 1,200 included."""

    def parse(self, text: str) -> int:
        digits = text.replace(".", "").replace(",", "").replace(" ", "")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
            raise ValueError(_("phải là số nguyên"))
        return int(digits)


class ChoiceColumn(Column):
    """One of a field's choices, by its label or its code."""

    def parse(self, text: str) -> str:
        choices = Enterprise._meta.get_field(self.attribute).choices
        for code, label in choices:
            if fold(text) in {fold(code), fold(str(label))}:
                return code
        allowed = ", ".join(str(label) for _code, label in choices)
        raise ValueError(_("không nhận ra; các giá trị: %(allowed)s") % {"allowed": allowed})

    def export(self, instance: Enterprise, **kwargs) -> str:
        return str(getattr(instance, f"get_{self.attribute}_display")())


class YesNoColumn(Column):
    """A yes or a no."""

    def parse(self, text: str) -> bool:
        if fold(text) not in {"co", "khong", "yes", "no", "1", "0", "true", "false"}:
            raise ValueError(_("phải là “có” hoặc “không”"))
        return fold(text) in {"co", "yes", "1", "true"}

    def export(self, instance: Enterprise, **kwargs) -> str:
        return YES if self.get_value(instance) else NO


class PlaceColumn(Column):
    """A ward or a park, by code or name with marks or without."""

    def __init__(self, name: str, model: type[Ward] | type[IndustrialPark]) -> None:
        super().__init__(name)
        self.model, self.by_words = model, {}

    def load(self) -> None:
        """Read the places once for a whole import."""
        self.by_words: dict[str, set] = {}
        for place in self.model.objects.all():
            full = fold(place.name_vi)
            bare = full.split(" ", 1)[-1] if self.model is Ward else full
            key = place.pk if self.model is Ward else place.slug
            for words in (fold(str(key)), full, bare, fold(place.name_en)):
                self.by_words.setdefault(words, set()).add(place)

    def parse(self, text: str) -> models.Model:
        found = self.by_words.get(fold(text), set())
        # Names that differ by a mark alone fold alike: as written, they tell which is meant.
        found = {place for place in found if place.name_vi.lower() == text.lower()} or found
        if len(found) == 1:
            return next(iter(found))
        if found:
            names = ", ".join(f"{place} ({place.pk})" for place in found)
            raise ValueError(_("có thể là %(names)s: hãy ghi mã") % {"names": names})
        raise ValueError(_("không có trong danh mục"))


class ListColumn(Column):
    """Several related things in one cell; `add` runs once the enterprise is saved."""

    def save(self, instance: Enterprise, row: dict, is_m2m: bool = False, **kwargs) -> None:
        self.wanted(row)  # says now what cannot be read; the rest waits for the saved enterprise

    def wanted(self, row: dict) -> list:
        return parts(self.text(row))

    def has(self, instance: Enterprise) -> Iterable:
        """The keys of what the enterprise already has."""
        return []

    def missing(self, instance: Enterprise, row: dict) -> list:
        have = set(self.has(instance)) if instance.pk else set()
        return [item for item in self.wanted(row) if self.key(item) not in have]

    def key(self, item: object) -> object:
        return item

    def add(self, instance: Enterprise, row: dict) -> None:
        """Write what the row names and the enterprise lacks."""

    def names(self, instance: Enterprise) -> Iterable[str]:
        """What the cell of an export lists."""
        return [str(item) for item in self.has(instance)]

    def export(self, instance: Enterprise, **kwargs) -> str:
        return f"{SEPARATOR} ".join(self.names(instance)) if instance.pk else ""


class TermsColumn(ListColumn):
    """Entries of a taxonomy, by any of their names."""

    def __init__(self, name: str, model: type[models.Model]) -> None:
        super().__init__(name)
        self.model, self.by_words = model, {}

    def load(self) -> None:
        """Read the taxonomy once for a whole import."""
        self.by_words = {words: term for term in self.model.objects.all() for words in term.words()}

    def wanted(self, row: dict) -> list:
        names = [name for part in parts(self.text(row)) for name in self._names(part)]
        unknown = [name for name in names if fold(name) not in self.by_words]
        if unknown:
            raise ValueError(
                _("không có trong danh mục: %(names)s") % {"names": ", ".join(unknown)}
            )
        return list(dict.fromkeys(self.by_words[fold(name)] for name in names))

    def _names(self, part: str) -> list[str]:
        # People separate with commas too, which stand inside some names of the taxonomy.
        return [part] if fold(part) in self.by_words else parts(part.replace(",", SEPARATOR))

    def has(self, instance: Enterprise) -> Iterable:
        return getattr(instance, self.attribute).all()

    def add(self, instance: Enterprise, row: dict) -> None:
        getattr(instance, self.attribute).add(*self.missing(instance, row))


class StandardsColumn(TermsColumn):
    """Standards that the enterprise declares a certificate of."""

    def has(self, instance: Enterprise) -> Iterable:
        held = [certificate.standard for certificate in instance.certificates.all()]
        return list(dict.fromkeys(held))

    def add(self, instance: Enterprise, row: dict) -> None:
        for standard in self.missing(instance, row):
            Certificate.objects.create(enterprise=instance, standard=standard)


class ProductsColumn(ListColumn):
    """Names of products."""

    def key(self, item: str) -> str:
        return fold(item)

    def has(self, instance: Enterprise) -> Iterable[str]:
        return [fold(product.name_vi) for product in instance.products.all()]

    def add(self, instance: Enterprise, row: dict) -> None:
        for name in dict.fromkeys(self.missing(instance, row)):
            product = Product(enterprise=instance, name_vi=name)
            product.full_clean()
            product.save()

    def names(self, instance: Enterprise) -> Iterable[str]:
        # A semicolon inside a name would part it in two; `key` does not tell it from a comma.
        return [p.name_vi.replace(SEPARATOR, ",") for p in instance.products.all()]


class ContactColumn(Column):
    """One cell of the first contact; `contact_in` reads the cells of a row together."""

    def save(self, instance: Enterprise, row: dict, is_m2m: bool = False, **kwargs) -> None:
        """The contact is a record of its own, saved after the enterprise."""

    def export(self, instance: Enterprise, **kwargs) -> str:
        contact = next(iter(instance.contacts.all()), None) if instance.pk else None
        value = getattr(contact, self.attribute, "")
        return (YES if value else NO) if isinstance(value, bool) else value


CONTACT_CELLS = ("person", "phone", "email")


def contact_in(row: dict) -> Contact | None:
    """The contact that a row names, shown to the public only where the row says so."""
    cells = {name: Column(name).text(row) for name in CONTACT_CELLS}
    if not any(cells.values()):
        return None
    public = YesNoColumn("is_public").text(row)
    return Contact(**cells, is_public=bool(public) and YesNoColumn("is_public").parse(public))
