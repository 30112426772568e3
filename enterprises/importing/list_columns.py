"""List columns: importing adds what is missing and takes nothing away."""

import re
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from catalogue.models import MachineKind, Standard, VsicClass
from core.imports.cells import Notes, UnknownValue
from core.imports.columns import Option, key_text
from core.text import fold
from enterprises.importing import capability_cells as cells
from enterprises.importing.columns import PlainColumn
from enterprises.importing.profiles import ImportedProfile
from enterprises.importing.repairs import parts
from enterprises.models import Enterprise, Product

SEPARATOR = ";"


class ListColumn(PlainColumn):
    """Several things in one cell."""

    def names(self, instance: Enterprise) -> Iterable[str]:
        """Return what the cell of an export lists."""
        return [str(item) for item in getattr(instance, self.attribute).all()]

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

    def parse(self, text: str, notes: Notes) -> list[models.Model]:
        names = [name for part in parts(text) for name in self._names(part)]
        unknown = [name for name in names if fold(name) not in self.by_words]
        if unknown:
            raise UnknownValue(_("không có trong danh mục"), unknown, names)
        return list(dict.fromkeys(self.by_words[fold(name)] for name in names))

    def options(self) -> list[Option]:
        """Return what a cell may say, with what people read."""
        terms = dict.fromkeys(self.by_words.values())
        return [(key_text(term), str(term)) for term in terms]

    def _names(self, part: str) -> list[str]:
        # People separate with commas too, which stand inside some names of the taxonomy.
        return [part] if fold(part) in self.by_words else list(parts(part, ","))

    def apply(self, profile: ImportedProfile, value: list, notes: Notes) -> None:
        profile.add_terms(self.attribute, value)


class VsicColumn(ListColumn):
    """Classes of the industrial classification: '2511', 'C2511', '2511 (VSIC 2018)'."""

    def load(self) -> None:
        """Read the classification once for a whole import; the newest version stands first."""
        self.by_code: dict[str, dict[str, VsicClass]] = {}
        for vsic in VsicClass.objects.order_by("-version"):
            self.by_code.setdefault(vsic.code, {})[vsic.version] = vsic

    def parse(self, text: str, notes: Notes) -> list[VsicClass]:
        return [self._class(part, notes) for part in parts(text.replace(",", SEPARATOR))]

    def _class(self, part: str, notes: Notes) -> VsicClass:
        found = re.match(r"[A-Za-z]?\.?(\d{4})(\d?)\b", part)
        versions = self.by_code.get(found[1], {}) if found else {}
        version = re.search(
            r"\b(?:VSIC|phiên bản)? ?(20\d\d)\)?$", part[found.end() :] if found else ""
        )
        vsic = versions.get(version[1]) if version else next(iter(versions.values()), None)
        if vsic is None:
            raise ValueError(_("không có trong danh mục: %(names)s") % {"names": part})
        if found[2]:
            notes.changed(_("lấy mã ngành cấp bốn"), part, vsic.code)
        return vsic

    def apply(self, profile: ImportedProfile, value: list, notes: Notes) -> None:
        profile.add_terms(self.attribute, value)

    def names(self, instance: Enterprise) -> Iterator[str]:
        for vsic in instance.vsic_classes.all():
            yield f"{vsic.code} (VSIC {vsic.version})"


class StandardsColumn(TermsColumn):
    """Certificates: 'ISO 9001', 'ISO 9001 (số AB 12, đến 31/12/2027)'."""

    def __init__(self, name: str) -> None:
        super().__init__(name, Standard)

    def parse(self, text: str, notes: Notes) -> list[cells.CertificateCell]:
        wanted = []
        for part in parts(text):
            try:
                wanted.append(cells.certificate(part, self.by_words))
            except ValueError:
                between = list(parts(re.sub(r",(?![^(]*\))", SEPARATOR, part)))
                if len(between) < 2:
                    raise
                wanted.extend(cells.certificate(each, self.by_words) for each in between)
        return wanted

    def apply(self, profile: ImportedProfile, value: list, notes: Notes) -> None:
        for cell in value:
            cells.add_certificate(profile, cell, notes)

    def names(self, instance: Enterprise) -> Iterator[str]:
        return map(cells.certificate_text, instance.certificates.all())


class MachinesColumn(TermsColumn):
    """Machines: 'Máy ép nhựa 250 tấn x 3; Máy phay CNC'."""

    def __init__(self, name: str) -> None:
        super().__init__(name, MachineKind)

    def parse(self, text: str, notes: Notes) -> list[cells.MachineCell]:
        return [cells.machine(part, self.by_words) for part in parts(text)]

    def apply(self, profile: ImportedProfile, value: list, notes: Notes) -> None:
        for cell in value:
            cells.add_machine(profile, cell, notes)

    def names(self, instance: Enterprise) -> Iterator[str]:
        return map(cells.machine_text, instance.machines.all())


class ProductsColumn(ListColumn):
    """Names of products."""

    def parse(self, text: str, notes: Notes) -> list[str]:
        return list(parts(text))

    def apply(self, profile: ImportedProfile, value: list[str], notes: Notes) -> None:
        have = {fold(product.name_vi) for product in profile.products}
        for name in value:
            if fold(name) not in have:
                have.add(fold(name))
                profile.products.append(_product(name))

    def names(self, instance: Enterprise) -> Iterable[str]:
        # A semicolon inside a name would part it in two; `fold` does not tell it from a comma.
        return [product.name_vi.replace(SEPARATOR, ",") for product in instance.products.all()]


def _product(name: str) -> Product:
    product = Product(name_vi=name)
    try:
        Product._meta.get_field("name_vi").clean(name, product)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error
    return product


class CustomersColumn(ListColumn):
    """Names of customers, which a profile stores one a line."""

    def parse(self, text: str, notes: Notes) -> list[str]:
        return list(parts(text))

    def apply(self, profile: ImportedProfile, value: list[str], notes: Notes) -> None:
        lines = profile.enterprise.customers.splitlines()
        have = {fold(line.replace(SEPARATOR, ",")) for line in lines}
        fresh = [name for name in dict.fromkeys(value) if fold(name) not in have]
        profile.enterprise.customers = "\n".join([*lines, *fresh])

    def names(self, instance: Enterprise) -> Iterable[str]:
        return [line.replace(SEPARATOR, ",") for line in instance.customers.splitlines()]
