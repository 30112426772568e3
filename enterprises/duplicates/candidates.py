"""Pairs of records that may be the same enterprise, over the whole database."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from rapidfuzz import fuzz

from enterprises.duplicates.address_numbers import address_numbers_differ
from enterprises.duplicates.compared_records import ComparedRecord
from enterprises.duplicates.names import (
    ALIKE,
    ALIKE_WITH_ADDRESS,
    NameIndex,
    are_other_plants,
)
from enterprises.models import DuplicatePair

Reason = DuplicatePair.Reason
LONG_ENOUGH, MISSPELT = 4, 80  # letters of a word that may have an error; how alike it is then
OTHER_PLACE = 75  # addresses less alike than this (0-100) are other places
FEW_WORDS = 3  # an address of fewer distinctive words is no place of its own
MAX_SHARING = 20  # records with one telephone or address; more share an office, not an owner


@dataclass(frozen=True)
class CandidatePair:
    """Two records, by rising key, with how alike they are (1-100) and why."""

    first: int
    second: int
    score: int
    reasons: tuple[str, ...]


def candidates(records: list[ComparedRecord]) -> list[CandidatePair]:
    """Return every pair that a person should look at."""
    by_pk = {record.pk: record for record in records}
    pairs = {tuple(sorted(pair)) for pair in _near(records)}
    compared = (compare(by_pk[one], by_pk[other]) for one, other in sorted(pairs))
    return [candidate for candidate in compared if candidate]


def _near(records: list[ComparedRecord]) -> Iterator[tuple[int, int]]:
    """Yield pairs worth comparing: names with a likeness, or something else in common."""
    index = NameIndex()
    for record, (number, name) in _names(records):
        index.add((record.pk, number), name, "")
    for record, (_number, name) in _names(records):
        yield from ((record.pk, pk) for _s, (pk, _n) in index.near(name) if pk != record.pk)
    sharing = defaultdict(set)
    for record in records:
        for mark in _marks(record):
            sharing[mark].add(record.pk)
    for keys in sharing.values():
        if len(keys) <= MAX_SHARING:
            yield from combinations(sorted(keys), 2)


def _names(records: list[ComparedRecord]) -> Iterator[tuple[ComparedRecord, tuple[int, str]]]:
    for record in records:
        for numbered in enumerate(record.names):
            yield record, numbered


def _marks(record: ComparedRecord) -> Iterable[tuple]:
    yield from (("phone", phone) for phone in record.phones)
    if record.site:
        yield ("site", record.site)
    if record.tax_head:
        yield ("tax", record.tax_head)
    if len(record.place) >= FEW_WORDS:
        yield ("place", record.place)


def compare(one: ComparedRecord, other: ComparedRecord) -> CandidatePair | None:
    """Return how alike two records are; None where they are not, or cannot be, the same."""
    if _cannot_be_same(one, other):
        return None
    whole, inside = _name_scores(one, other)
    place = _place_score(one, other)
    if _is_named_by_its_place(one, other) or _is_named_by_its_place(other, one):
        inside = whole
    reasons = _reasons(one, other, inside, place)
    if not _are_alike(whole, inside, place, set(reasons)):
        return None
    first, second = sorted([one.pk, other.pk])
    return CandidatePair(first, second, _score(max(whole, inside - 5), place, reasons), reasons)


def _cannot_be_same(one: ComparedRecord, other: ComparedRecord) -> bool:
    """Return whether tax codes, plant numbers or house numbers differ: a veto each."""
    return (
        _are_other_codes(one, other)
        or any(are_other_plants(*pair) for pair in product(one.names, other.names))
        or address_numbers_differ(one.address_numbers, other.address_numbers)
    )


def _are_other_codes(one: ComparedRecord, other: ComparedRecord) -> bool:
    if not (one.tax_code and other.tax_code):
        return False
    # An enterprise and its branch share ten digits: a hint. Two branches are two.
    is_branch_of = one.tax_head == other.tax_head and len(one.tax_code) != len(other.tax_code)
    return not is_branch_of


def _name_scores(one: ComparedRecord, other: ComparedRecord) -> tuple[float, float]:
    """Return how alike the closest names are as a whole, and how much of one is in the other."""
    pairs = list(product(one.names, other.names))
    whole = max(max(fuzz.token_sort_ratio(*pair), _run_score(*pair)) for pair in pairs)
    return whole, max(whole, *(_inside(*pair) for pair in pairs))


def _run_score(one: str, other: str) -> float:
    """Return how alike two names are written without blanks: 'saigon' is 'sai gon'."""
    return fuzz.ratio(one.replace(" ", ""), other.replace(" ", ""))


def _inside(one: str, other: str) -> float:
    """Return how much of the shorter name is in the longer; a single word may be anybody's."""
    short, long = sorted([one.split(), other.split()], key=len)
    return _found_in(short, long) if len(short) > 1 else 0.0


def _is_named_by_its_place(one: ComparedRecord, other: ComparedRecord) -> bool:
    """Return whether one's name adds words of its own address that the other lacks: a branch."""
    added = set(one.names[0].split()) - set(other.names[0].split())
    return bool(added & (one.place - other.place)) and bool(other.place)


def _place_score(one: ComparedRecord, other: ComparedRecord) -> float | None:
    """Return how much of the shorter address is in the longer; None where one names no place."""
    short, long = sorted([sorted(one.place), sorted(other.place)], key=len)
    if not short:
        return None
    if len(short) < FEW_WORDS:
        return fuzz.token_sort_ratio(" ".join(short), " ".join(long))
    return _found_in(short, long)


def _found_in(words: list[str], others: list[str]) -> float:
    """Return the share of the words, 0-100, among the others, a typing error aside."""
    known = set(others)
    found = [word in known or _is_misspelt(word, others) for word in words]
    return 100 * sum(found) / len(words)


def _is_misspelt(word: str, others: list[str]) -> bool:
    if len(word) < LONG_ENOUGH or word.isdigit():
        return False
    return any(fuzz.ratio(word, other, score_cutoff=MISSPELT) for other in others)


def _reasons(
    one: ComparedRecord, other: ComparedRecord, name: float, place: float | None
) -> tuple[str, ...]:
    criteria = {
        Reason.NAME: name >= ALIKE_WITH_ADDRESS,
        Reason.ADDRESS: (place or 0) >= ALIKE,
        Reason.PHONE: bool(one.phones & other.phones),
        Reason.WEBSITE: bool(one.site) and one.site == other.site,
        Reason.TAX_HEAD: bool(one.tax_head) and one.tax_head == other.tax_head,
    }
    return tuple(str(reason) for reason, is_met in criteria.items() if is_met)


def _are_alike(whole: float, inside: float, place: float | None, reasons: set[str]) -> bool:
    beside = reasons - {Reason.NAME}
    if whole >= ALIKE:
        return True
    if inside >= ALIKE and (place is None or place >= OTHER_PLACE):
        return True
    if inside >= ALIKE_WITH_ADDRESS and beside:
        return True
    # Names in two languages have nothing in common; two other marks speak for them.
    return len(beside & {Reason.ADDRESS, Reason.PHONE, Reason.WEBSITE}) >= 2


def _score(name: float, place: float | None, reasons: tuple[str, ...]) -> int:
    """Weigh three parts name, one part place where known, ten points for each other mark."""
    base = 0.9 * name if place is None else 0.75 * name + 0.25 * place
    beside = 10 * len({*reasons} & {Reason.PHONE, Reason.WEBSITE, Reason.TAX_HEAD})
    return max(1, min(100, round(base + beside)))
