"""Where an address says that a place is: words, numbered streets, house and plot numbers."""

import re
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from core.text import fold
from enterprises.duplicates.address_numbers import (
    AddressNumber,
    address_numbers_differ,
    address_numbers_in,
    may_be_one,
)
from enterprises.duplicates.word_weights import WordWeights

# What addresses say of any place: kinds of units and streets, the City, the country.
_OF_ANY_PLACE = re.compile(
    r"\b(duong|pho|street|str|st|road|rd|avenue|ave|so|no|nha|lot|lots|lo|plot|phuong|ward|commune|"
    r"xa|thi tran|town|quan|huyen|district|dist|thi xa|tinh|province|thanh pho|city|tp|tphcm|hcmc|"
    r"hcm|tp hcm|ho chi minh|viet nam|vietnam|vn|khu cong nghiep|kcn|khu che xuat|kcx|"
    r"cum cong nghiep|ccn|industrial|industry|export|processing|zone|park|iz|ip|epz|cluster|"
    r"khu pho|kp|ap|hamlet|quarter|to|group|the|of|in|tang|lau|floor|toa nha|building|"
    r"p|q|d|tt|h|x|kv|khu)\b"
)
_STREET = r"(?:duong|street|str|road|rd)"
# 'Đường số 3', 'Road No. 3', '3rd street' are names of streets; so is 'Quốc lộ 1A'.
_NUMBERED_STREET = re.compile(
    rf"\b{_STREET} (?:so |no )?([a-z]?\d+[a-z]?)\b"
    r"|\b(\d+)(?:st|nd|rd|th)? (?:street|str|road|rd)\b(?! (?:so |no )?\d)"
)
_HIGHWAY = re.compile(r"\b(?:quoc lo|ql|tinh lo|tl|highway|high way|xa lo) ?(?:so |no )?(\d+\w?)\b")
# From here on an address names units of government, which hold thousands of places.
_UNIT = re.compile(
    r"\b(?:phuong|xa(?! lo)|thi tran|tt|quan|huyen|thi xa|thanh pho|tp|tphcm|tinh|p|q|h|kp|khu pho|"
    r"ap|to|ho chi minh|hcm)\b.*"
)
_ENGLISH_UNIT = re.compile(
    r".*\b(?:ward|commune|town|district|dist|city|province|hamlet|quarter|hcmc|vietnam|viet nam)\b"
    r".*|(?:district|dist|ward|quarter) .*"
)
_NUMBERED_UNIT = re.compile(
    r"\b(?:p|q|phuong|quan|ward|district|dist|khu pho|kp|ap|to|hamlet|quarter|group|km|tang|lau|"
    r"floor|khu) ?(?:so |no )?\d+\w?\b"
)
_BARE = 5  # words of an address with a street are more
_ENOUGH, _SAME_NUMBER_ENOUGH = 0.6, 0.4  # shares of what the addresses tell


class Nearness(IntEnum):
    """How two addresses stand to each other, by rising agreement."""

    OTHER_NUMBER = 0  # other houses or plots
    OTHER = 1  # clearly somewhere else
    UNKNOWN = 2  # one of them does not say
    AROUND = 3  # the same street or park, which alone is no sign
    SAME = 4  # the same house or plot


@dataclass(frozen=True)
class ComparedAddress:
    """One address as it is compared with others."""

    words: tuple[str, ...] = ()
    near: tuple[str, ...] = ()  # those of its street and park; none where it has only units
    streets: frozenset[str] = frozenset()  # numbered ones
    numbers: frozenset[AddressNumber] = frozenset()

    def spots(self) -> list[tuple]:
        """Return what an address of the same house or plot has in common with this one."""
        words = (self.near or self.words)[:6]
        pairs = list(pairwise(words)) or [(word, "") for word in words]
        digits = sorted({number.digits for number in self.numbers})
        return [(number, *pair) for number in digits for pair in pairs]

    @property
    def _is_bare(self) -> bool:
        """Whether the address says no more than a park, a ward or a province."""
        return not self.numbers and len(self.words) == len(self.near) < _BARE

    def nearness(self, other: "ComparedAddress", weights: WordWeights) -> Nearness:
        """Compare two addresses; `weights` are of the words of all addresses at hand."""
        if address_numbers_differ(self.numbers, other.numbers):
            return Nearness.OTHER_NUMBER
        if not self.words or not other.words:
            return Nearness.UNKNOWN
        if self.streets and other.streets and not self.streets & other.streets:
            return Nearness.OTHER
        if self.near and other.near and not (self._is_bare or other._is_bare):
            share = _share(self.near, other.near, weights)
        else:
            share = _share(self.words, other.words, weights)
        if may_be_one(self.numbers, other.numbers):
            return Nearness.SAME if share >= _SAME_NUMBER_ENOUGH else Nearness.OTHER
        return Nearness.AROUND if share >= _ENOUGH else Nearness.OTHER


def place_of(address: str) -> ComparedAddress:
    """Return the place that an address names; nothing in it where it names none."""
    if not address:
        return ComparedAddress()
    folded = [fold(part) for part in address.split(",")]
    text = " ".join(filter(None, folded))
    streets = {f"street_{a or b}" for a, b in _NUMBERED_STREET.findall(text)}
    streets |= {f"highway_{number}" for number in _HIGHWAY.findall(text)}
    numbered = sorted(streets)
    parts = map(_without_units, folded)
    return ComparedAddress(
        tuple(dict.fromkeys([*_words(text), *numbered])),
        tuple(dict.fromkeys([*(word for part in parts for word in _words(part)), *numbered])),
        frozenset(streets),
        address_numbers_in(address),
    )


def _without_units(part: str) -> str:
    """Return what a part of an address, between two commas, says of streets and parks."""
    return "" if _ENGLISH_UNIT.fullmatch(part) else _UNIT.sub("", part)


def _words(text: str) -> list[str]:
    text = _NUMBERED_UNIT.sub(" ", _HIGHWAY.sub(" ", _NUMBERED_STREET.sub(" ", text)))
    return [word for word in _OF_ANY_PLACE.sub(" ", text).split() if _tells(word)]


def _tells(word: str) -> bool:
    return len(word) > 1 and word.isalpha()


def _share(words: tuple[str, ...], others: tuple[str, ...], weights: WordWeights) -> float:
    """Return how much of the less telling address is in the other, 0-1."""
    shared = [word for word in words if word in others]
    left = [word for word in words if word not in shared]
    right = [word for word in others if word not in shared]
    common = weights.total(shared)
    for word in list(left):
        if twin := next((each for each in right if weights.is_misspelt(word, each)), None):
            common += weights.bits(twin)
            left.remove(word)
            right.remove(twin)
    return common / (common + min(weights.total(left), weights.total(right)))
