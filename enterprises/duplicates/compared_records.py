"""The values by which two records are compared: names, place, telephones, website, tax code."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from core.text import normalise
from enterprises.duplicates.address_places import ComparedAddress, place_of
from enterprises.duplicates.name_likeness import Name, name_of
from enterprises.models import Contact, Enterprise
from enterprises.models.enterprise import EnterpriseQuerySet
from enterprises.tax_codes import clean_tax_code, validate_tax_code

_EXTENSION = re.compile(r"(ext|máy lẻ|số lẻ|nhánh|x)\W*\d+\s*$")
# Hosts where many enterprises have their pages: there the whole URL distinguishes them.
_SHARED_HOSTS = ("facebook.com", "fb.com", "zalo.me", "google.com", "linkedin.com", "youtube.com")
_SHARED_HOSTS += ("yellowpages.vn", "trangvangvietnam.com", "alibaba.com", "blogspot.com")


@dataclass(frozen=True)
class ComparedRecord:
    """One record as it is compared with others."""

    pk: Hashable
    names: tuple[Name, ...]  # the legal name first
    place: ComparedAddress = field(default_factory=ComparedAddress)
    tax_code: str = ""  # a valid one
    phones: frozenset[str] = field(default_factory=frozenset)
    site: str = ""

    @property
    def tax_head(self) -> str:
        """The ten digits that an enterprise shares with its branches; none for a person's code."""
        return "" if len(self.tax_code) == 12 else self.tax_code[:10]


def compared_records(enterprises: EnterpriseQuerySet | None = None) -> list[ComparedRecord]:
    """Return these enterprises, or every real one that is not merged, in two queries."""
    if enterprises is None:
        enterprises = Enterprise.objects.real().filter(merged_into=None)
    phones = defaultdict(set)
    contacts = Contact.objects.exclude(phone="").filter(enterprise__in=enterprises.order_by())
    for pk, text in contacts.values_list("enterprise", "phone"):
        phones[pk] |= phone_numbers(text)
    rows = enterprises.order_by("pk").values_list(
        "pk", "legal_name", "international_name", "address", "tax_code", "website"
    )
    return [compared_record(*row, frozenset(phones[row[0]])) for row in rows.iterator()]


def compared_record(
    pk: Hashable,
    name: str,
    other_name: str = "",
    address: str = "",
    tax_code: str | None = None,
    website: str = "",
    phones: Iterable[str] = (),
) -> ComparedRecord:
    names = dict.fromkeys(name_of(text) for text in (name, other_name) if text)
    return ComparedRecord(
        pk,
        tuple(names),
        place_of(address),
        valid_code(tax_code or ""),
        frozenset(phones),
        site_of(website),
    )


@lru_cache(maxsize=20_000)
def valid_code(code: str) -> str:
    """Return the code's digits, or nothing where it cannot be one and so tells nobody apart."""
    code = clean_tax_code(code)
    try:
        validate_tax_code(code)
    except ValidationError:
        return ""
    return code


def phone_numbers(text: str) -> set[str]:
    """Return the numbers of a telephone cell as digits: '+84 (28) 3823.1111' is 02838231111."""
    parts = re.split(r"[/;,|\n]| - | hoặc | or | và ", normalise(text).lower())
    digits = [re.sub(r"\D", "", _EXTENSION.sub("", part)) for part in parts]
    national = [re.sub(r"^(?:00)?84(?=\d{8})0?", "0", number) for number in digits]
    return {number for number in national if len(number) >= 8}


def site_of(website: str) -> str:
    """Return the host that a website is known by, with the path where hosts are shared."""
    if not website:
        return ""
    parts = urlsplit(website if "//" in website else f"//{website}")
    host = (parts.hostname or "").removeprefix("www.")
    if host.removeprefix("m.").endswith(_SHARED_HOSTS):
        return host.removeprefix("m.") + parts.path.rstrip("/").lower()
    return host
