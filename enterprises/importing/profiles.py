"""An enterprise as the rows of a file leave it, before anything is written."""

import re
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _

from core.text import fold
from enterprises.duplicates.matching import Likeness
from enterprises.importing.kept_profiles import Keeping
from enterprises.models import Certificate, Contact, Enterprise, Machine, Product

TERMS = tuple(f.name for f in Enterprise._meta.many_to_many)
# What rows may change in a record itself; its related rows only grow.
_NOT_PLAIN = {"id", "state", "possible_duplicate_of"}
PLAIN = tuple(
    f.attname
    for f in Enterprise._meta.concrete_fields
    if f.name == "is_demo" or (f.editable and f.name not in _NOT_PLAIN)
)
CONTACT_FIELDS = ("person", "phone", "email")


@dataclass(frozen=True)
class Twin:
    """What a new row resembles, how much and why."""

    likeness: Likeness
    label: str  # name and address, for people
    key: int | None = None  # of a record that is there
    profile: "ImportedProfile | None" = None  # of a row before this one

    @property
    def pk(self) -> int:
        """The number of the record; a row before has one once it is written."""
        return self.key if self.profile is None else self.profile.enterprise.pk

    def in_words(self) -> str:
        text = _("Nghi trùng với: %(name)s – %(strength)s (%(reasons)s)")
        return text % {
            "name": self.label,
            "strength": self.likeness.in_words(),
            "reasons": ", ".join(self.likeness.reason_labels),
        }


@dataclass(eq=False)
class ImportedProfile:
    """A record, what it had, and what rows change and add."""

    enterprise: Enterprise
    is_new: bool = False
    before: dict[str, object] = field(default_factory=dict)
    terms_before: dict[str, dict[int, models.Model]] = field(
        default_factory=dict
    )  # terms by field, id
    added: dict[str, list[models.Model]] = field(default_factory=dict)
    products: list[Product] = field(default_factory=list)
    machines: list[Machine] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    renewed: list[Certificate] = field(default_factory=list)  # known ones with another validity
    resembles: Twin | None = None
    keeping: Keeping | None = None  # how the enterprise keeps it itself

    @classmethod
    def of(cls, enterprise: Enterprise) -> "ImportedProfile":
        """Return the profile of a known record, which came from `for_profile()`."""
        return cls(
            enterprise,
            before={name: getattr(enterprise, name) for name in PLAIN},
            terms_before={
                name: {t.pk: t for t in getattr(enterprise, name).all()} for name in TERMS
            },
            products=list(enterprise.products.all()),
            machines=list(enterprise.machines.all()),
            certificates=list(enterprise.certificates.all()),
            contacts=list(enterprise.contacts.all()),
        )

    @classmethod
    def new(cls) -> "ImportedProfile":
        return cls(Enterprise(), is_new=True)

    def terms(self, name: str) -> list[models.Model]:
        """Return the entries of one taxonomy that the record will have."""
        return [*self.terms_before.get(name, {}).values(), *self.added.get(name, [])]

    def add_terms(self, name: str, terms: list[models.Model]) -> None:
        have = {term.pk for term in self.terms(name)}
        fresh = [term for term in dict.fromkeys(terms) if term.pk not in have]
        if fresh:
            self.added.setdefault(name, []).extend(fresh)

    def add_contact(self, cells: dict[str, str], is_public: bool) -> Contact | None:
        """Add the contact, unless an existing one has all that these cells have."""
        if any(_includes(contact, cells) for contact in self.contacts):
            return None
        contact = Contact(**cells, is_public=is_public)
        self.contacts.append(contact)
        return contact

    def changes(self) -> dict[str, tuple[object, object]]:
        """Return the old and the new value of each field that differs."""
        if self.is_new:
            return {}
        now = {name: getattr(self.enterprise, name) for name in self.before}
        return {n: (old, now[n]) for n, old in self.before.items() if old != now[n]}

    def new_related(self) -> list[models.Model]:
        """Return products, machines, certificates and contacts that are not written yet."""
        rows = [*self.products, *self.machines, *self.certificates, *self.contacts]
        return [row for row in rows if row.pk is None]

    def additions(self) -> list[models.Model]:
        """Return all that the lists will gain, and certificates that get another validity."""
        terms = [term for terms in self.added.values() for term in terms]
        return [*terms, *self.new_related(), *self.renewed]

    @property
    def is_touched(self) -> bool:
        """Whether there is anything to write."""
        return self.is_new or bool(self.changes() or self.additions())


def _includes(contact: Contact, cells: dict[str, str]) -> bool:
    return all(
        _same(getattr(contact, name), cells[name]) for name in CONTACT_FIELDS if cells.get(name)
    )


def _same(one: str, other: str) -> bool:
    digits = re.sub(r"\D", "", one)
    if len(digits) > 6 and digits == re.sub(r"\D", "", other):
        return True
    return fold(one) == fold(other)
