"""House and plot numbers of addresses: other numbers are other places."""

import re
from dataclasses import dataclass
from functools import lru_cache

from core.text import fold

_NUMBER = r"[a-z]{0,4}-?\d+[a-z]{0,2}(?:[/-][a-z]?\d*[a-z]{0,2})*"
# Not the beginning of a longer number, of an area in m² or of a name.
_END = r"(?![\w/]|\.\d|,\d{3}(?!\d))"
_JOIN = r"(?:\s*[,;+&-]\s*|\s+(?:va|and)\s+)"
_LABEL = r"(?P<label>lots?|lo|plots?|so nha|nha so|so|no)\b(?: (?:so|no))?\W*"
_LABELLED = re.compile(rf"\b{_LABEL}(?P<numbers>{_NUMBER}{_END}(?:{_JOIN}{_NUMBER}{_END})*)")
_LEADING = re.compile(rf"\W*(?P<numbers>{_NUMBER}{_END})")
# Numbers of streets, quarters and administrative units, before or after their word.
_ELSEWHERE = re.compile(
    r"\b(?:high ?way|road|roads|rd|street|str|st|avenue|duong|quoc lo|ql|tinh lo|tl|hamlet|area|"
    r"ap|to|khu pho|kp|quarter|zone|group|khu|phuong|ward|commune|quan|district|dist|q|p|d|km|map|"
    rf"section|thon|xom|hem|ngo|alley|lane)\b(?:\W*(?:so|no)\b)?\W*{_NUMBER}{_END}"
    rf"|\b{_NUMBER} (?:road|rd|street|str|st|quarter|hamlet)\b(?!\W*(?:no\b\W*)?\d)"
)
_POSTAL = re.compile(r"\d{5,6}")
_RANGE = re.compile(r"[a-z]?\d+[a-z]?-[a-z]?\d+[a-z]?")
_CHUNK = re.compile(r"[^\s.,;/+&()-]+")
_PLOT = {"lot", "lots", "lo", "plot", "plots"}


@dataclass(frozen=True)
class AddressNumber:
    """One number: of a plot, of a house, or of either where nothing says which."""

    is_plot: bool | None
    digits: tuple[int, ...]
    letters: str
    is_range: bool = False  # '12-14', which takes in 12, 13 and 14; 'A2-A3'

    def may_be(self, other: "AddressNumber") -> bool:
        """Return whether both may be one place: 'XN7' may be 7, '24A' is not 24B."""
        if self.digits != other.digits:
            return self._takes_in(other) or other._takes_in(self)
        return not (self.letters and other.letters) or self.letters == other.letters

    def _takes_in(self, other: "AddressNumber") -> bool:
        if not self.is_range or len(other.digits) != 1:
            return False
        return self.digits[0] <= other.digits[0] <= self.digits[1]

    def is_comparable(self, other: "AddressNumber") -> bool:
        """Return whether both number the same kind of thing."""
        return None in (self.is_plot, other.is_plot) or self.is_plot == other.is_plot


def address_numbers_in(address: str) -> frozenset[AddressNumber]:
    """Return the house and plot numbers in an address; streets, wards and areas have none."""
    text = _ELSEWHERE.sub(" ", _bare(address))
    found = [
        _address_number(number, match["label"] in _PLOT)
        for match in _LABELLED.finditer(text)
        for number in re.findall(_NUMBER + _END, match["numbers"])
    ]
    if not found and (number := _leading_number(text)):
        found = [_address_number(number, False if number[0].isdigit() else None)]
    return frozenset(found)


def _leading_number(text: str) -> str:
    """Return the number that a part of the address begins with: before it a floor may stand."""
    parts = map(_LEADING.match, text.split(","))
    numbers = (match["numbers"] for match in parts if match)
    return next((each for each in numbers if not _POSTAL.fullmatch(each)), "")


def address_numbers_differ(one: frozenset[AddressNumber], other: frozenset[AddressNumber]) -> bool:
    """Return whether two addresses name numbers, and none of them can be the same."""
    couples = [(a, b) for a in one for b in other if a.is_comparable(b)]
    return bool(couples) and not any(a.may_be(b) for a, b in couples)


def may_be_one(one: frozenset[AddressNumber], other: frozenset[AddressNumber]) -> bool:
    """Return whether two addresses name a house or plot, and it may be the same."""
    return any(a.is_comparable(b) and a.may_be(b) for a in one for b in other)


def _address_number(number: str, is_plot: bool | None) -> AddressNumber:
    digits = tuple(int(run) for run in re.findall(r"\d+", number))
    is_range = bool(_RANGE.fullmatch(number))
    return AddressNumber(is_plot, digits, "".join(re.findall(r"[a-z]+", number)), is_range)


def _bare(address: str) -> str:
    """Return the address in lower case without marks; what separates numbers stays."""
    return _CHUNK.sub(lambda chunk: _folded(chunk.group()), address).replace("(", " ")


_folded = lru_cache(maxsize=20_000)(fold)  # addresses have few different words
