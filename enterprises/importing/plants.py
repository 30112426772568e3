"""Rows that share a tax code: one is the enterprise, the others are plants of it.

A tax code is one record's, so a plant is a record of its own without one; its source says whose
plant it is. A branch with a code of 13 digits has its own code and is no such plant.
"""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError

from core.imports.cells import Notes
from core.imports.rows import ParsedRow
from core.imports.table import Row
from core.text import fold
from enterprises.duplicates.address_numbers import address_numbers_differ, address_numbers_in
from enterprises.importing import repairs
from enterprises.importing.profiles import ImportedProfile

_PLANT = re.compile(
    r"\b(?:nha may|chi nhanh|cn|xuong|phan xuong|co so|kho|van phong dai dien|vpdd|dia diem"
    r"|factory|plant|branch|workshop|warehouse)\b"
)
# Words of addresses as they are abbreviated, and those that say nothing about where in the City.
_SHORT = {"q": "quan", "p": "phuong", "d": "duong"} | dict.fromkeys(
    ("tp", "thanh", "pho", "ho", "chi", "minh", "hcm", "tphcm", "viet", "nam", "vn"), ""
)
ALIKE = 0.6  # the share of words that two ways of writing one address have in common


class Plants:
    """The tax codes that several places of a file have, with their names and addresses."""

    def __init__(self, rows: Iterable[Row]) -> None:
        found: dict[str, list[tuple[str, str]]] = {}
        for _number, cells, _surplus in rows:
            if code := _code(cells.get("tax_code", "")):
                place = cells.get("legal_name", ""), cells.get("address", "")
                found.setdefault(code, []).append(place)
        self.places = {
            code: places
            for code, places in found.items()
            if any(is_elsewhere(places[0][1], address) for _name, address in places[1:])
        }

    def is_plant(self, row: ParsedRow, known: ImportedProfile | None) -> bool:
        """Return whether the row is a plant of the enterprise that has its tax code."""
        places = self.places.get(str(row.values.get("tax_code", "")), [])
        name, address = str(row.values.get("legal_name", "")), str(row.values.get("address", ""))
        if known is None:
            return bool(places) and is_elsewhere(_own_address(places), address)
        stored = known.enterprise
        if not is_elsewhere(stored.address, address):
            return False
        if fold(name)[:300] != stored.name_key and is_named_plant(name):
            return True
        # Without a row at its old address the enterprise has moved.
        stays = any(not is_elsewhere(stored.address, other) for _name, other in places)
        return bool(places) and (stays or is_elsewhere(_own_address(places), address))


def _own_address(places: list[tuple[str, str]]) -> str:
    """Return the address of the first row that is not called a plant."""
    own = (address for name, address in places if not is_named_plant(name))
    return next(own, places[0][1])


def is_named_plant(name: str) -> bool:
    """Return whether a name calls itself a plant, a branch, a workshop."""
    return bool(_PLANT.search(fold(name)))


def is_elsewhere(one: str, other: str) -> bool:
    """Return whether two addresses are two places, however they are abbreviated."""
    first, second = _address_words(one), _address_words(other)
    if not (first and second):
        return False
    if address_numbers_differ(address_numbers_in(one), address_numbers_in(other)):
        return True
    return len(first & second) < ALIKE * min(len(first), len(second))


def _address_words(address: str) -> set[str]:
    words = re.sub(r"\b([qpd])(\d)", r"\1 \2", fold(address)).split()
    return {_SHORT.get(word, word) for word in words} - {""}


def _code(cell: str) -> str:
    try:
        return repairs.tax_code(cell.strip(), Notes()) if cell.strip() else ""
    except (ValueError, ValidationError):
        return ""
