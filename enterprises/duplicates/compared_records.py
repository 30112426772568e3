"""The values by which two records are compared: names, place, telephones, website, tax code."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from core.text import fold, normalise
from enterprises.duplicates.address_numbers import AddressNumber, address_numbers_in
from enterprises.models import Contact, Enterprise
from enterprises.names import core_name

# Words for the same thing in the two languages, and numerals beyond those of core_name.
_SAME_WORDS = [
    (r"\b(nha may|xuong|phan xuong|plant|fty|factory)\b(?: (?:so|no)\b)?", "factory"),
    (r"\b(chi nhanh|branch of|branch|cn)\b", " "),
    (r"\b(cty|llc|pte|group|tap doan|van phong dai dien)\b", " "),
    (r"\bint l\b", "international"),
    (r"\b(1st|first|thu nhat)\b", "1"),
    (r"\b(2nd|second|thu hai)\b", "2"),
    (r"\b(3rd|third|thu ba)\b", "3"),
    (r"\bvii\b", "7"),
    (r"\bviii\b", "8"),
    (r"\b([a-z]{2,})(\d+)\b", r"\1 \2"),
    (r"\b0+(\d)", r"\1"),
]
# What addresses say of any place: kinds of units and streets, the City, the country.
_OF_ANY_PLACE = re.compile(
    r"\b(duong|pho|street|str|st|road|rd|avenue|so|no|nha|lot|lots|lo|plot|phuong|ward|commune|xa|"
    r"thi tran|town|quan|huyen|district|dist|thi xa|tinh|province|thanh pho|city|tp|tphcm|hcmc|hcm|"
    r"tp hcm|ho chi minh|viet nam|vietnam|vn|khu cong nghiep|kcn|khu che xuat|kcx|cum cong nghiep|"
    r"ccn|industrial|industry|export|processing|zone|park|iz|ip|epz|cluster|khu pho|kp|ap|hamlet|"
    r"quarter|to|group|the|of|in)\b"
)
_GLUED = re.compile(r"\b(q|p|d)(\d+)\b")  # 'Q1' is quận 1
_POSTAL = re.compile(r"\d{5,6}")
_EXTENSION = re.compile(r"(ext|máy lẻ|số lẻ|nhánh|x)\W*\d+\s*$")
# Hosts where many enterprises have their pages: there the whole URL distinguishes them.
_SHARED_HOSTS = ("facebook.com", "fb.com", "zalo.me", "google.com", "linkedin.com", "youtube.com")
_SHARED_HOSTS += ("yellowpages.vn", "trangvangvietnam.com", "alibaba.com", "blogspot.com")


@dataclass(frozen=True)
class ComparedRecord:
    """One record as it is compared with others."""

    pk: int
    names: tuple[str, ...]  # cores; the legal name's first
    place: frozenset[str] = frozenset()
    address_numbers: frozenset[AddressNumber] = frozenset()
    tax_code: str = ""
    phones: frozenset[str] = field(default_factory=frozenset)
    site: str = ""

    @property
    def tax_head(self) -> str:
        """The ten digits that an enterprise shares with its branches; none for a person's code."""
        return "" if len(self.tax_code) == 12 else self.tax_code[:10]


def compared_records() -> list[ComparedRecord]:
    """Return every real enterprise that is not merged, in two queries."""
    phones = defaultdict(set)
    standing = Enterprise.objects.real().filter(merged_into=None).order_by("pk")
    for pk, text in Contact.objects.exclude(phone="").values_list("enterprise", "phone"):
        phones[pk] |= phone_numbers(text)
    rows = standing.values_list(
        "pk", "legal_name", "international_name", "address", "tax_code", "website"
    )
    return [compared_record(*row, frozenset(phones[row[0]])) for row in rows.iterator()]


def compared_record(
    pk: int,
    name: str,
    other_name: str = "",
    address: str = "",
    tax_code: str | None = None,
    website: str = "",
    phones: frozenset[str] = frozenset(),
) -> ComparedRecord:
    cores = dict.fromkeys(plain_name(text) for text in (name, other_name) if text)
    return ComparedRecord(
        pk,
        tuple(cores),
        place_words(address),
        address_numbers_in(address),
        tax_code or "",
        phones,
        site_of(website),
    )


def plain_name(name: str) -> str:
    """Return the words that tell a name from others, the same in whichever language."""
    text = fold(name)
    for pattern, word in _SAME_WORDS:
        text = re.sub(pattern, word, text)
    return core_name(text)


def place_words(address: str) -> frozenset[str]:
    """Return the words of an address that tell a place from others."""
    text = _GLUED.sub(r"\1 \2", fold(address))
    words = re.sub(r"\b([qpd]) (?=\d)", " ", _OF_ANY_PLACE.sub(" ", text)).split()
    return frozenset(word.lstrip("0") or "0" for word in words if not _POSTAL.fullmatch(word))


def phone_numbers(text: str) -> set[str]:
    """Return the numbers of a telephone cell as digits: '+84 (28) 3823.1111' is 02838231111."""
    parts = re.split(r"[/;,|\n]| - | hoặc | or | và ", normalise(text).lower())
    digits = [re.sub(r"\D", "", _EXTENSION.sub("", part)) for part in parts]
    national = [re.sub(r"^(?:00)?84(?=\d{8})0?", "0", number) for number in digits]
    return {number for number in national if len(number) >= 8}


def site_of(website: str) -> str:
    """Return the host that a website is known by, with the path where hosts are shared."""
    parts = urlsplit(website if "//" in website else f"//{website}")
    host = (parts.hostname or "").removeprefix("www.")
    if host.removeprefix("m.").endswith(_SHARED_HOSTS):
        return host.removeprefix("m.") + parts.path.rstrip("/").lower()
    return host
