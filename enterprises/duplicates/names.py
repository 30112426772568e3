"""Names that may be one enterprise's: pointed out for a person, never decided here."""

import re
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import fuzz, process

from core.text import fold
from enterprises.models import Enterprise
from enterprises.names import core_name

ALIKE = 88  # names this close (0-100) point at the same enterprise
ALIKE_WITH_ADDRESS = 70  # so do names this close at an address that is ALIKE
MAX_COMPARED = 400  # names that one name is compared with


def numbers_in(core: str) -> set[str]:
    return set(re.findall(r"\d+", core))


@dataclass
class NameIndex:
    """Names seen so far, for finding the closest to another one.

    Names are compared with those alone that share a word or the run of letters that begins or
    ends them, the rarest first: comparing with every name would take 10,000 times as long.
    """

    cores: dict[Hashable, str] = field(default_factory=dict)
    addresses: dict[Hashable, str] = field(default_factory=dict)
    labels: dict[Hashable, str] = field(default_factory=dict)  # name and address, for people
    sharing: dict[str, list[Hashable]] = field(default_factory=lambda: defaultdict(list))
    survivors: dict[Hashable, Hashable] = field(default_factory=dict)  # of merged records

    @classmethod
    def of_database(cls) -> "NameIndex":
        """Index every real enterprise, public or not; demo records are nobody's duplicate.

        Who resembles a merged record is referred to the record it was merged into.
        """
        index = cls()
        rows = Enterprise.objects.real().values_list("pk", "legal_name", "address", "merged_into")
        for pk, name, address, survivor in rows.order_by("pk").iterator():
            index.add(pk, name, address)
            if survivor:
                index.survivors[pk] = survivor
        return index

    def add(self, key: Hashable, name: str, address: str) -> None:
        core = core_name(name)
        self.cores[key], self.addresses[key] = core, address
        self.labels[key] = f"{name}, {address}" if address else name
        for clue in _clues(core):
            self.sharing[clue].append(key)

    def closest(self, name: str, address: str) -> Hashable | None:
        """Return the record most likely to be the same enterprise, or None."""
        core, place = core_name(name), fold(address)
        for score, key in self.near(core):
            if score >= ALIKE or fuzz.token_set_ratio(place, fold(self.addresses[key])) >= ALIKE:
                return self._standing(key)
        return None

    def _standing(self, key: Hashable) -> Hashable:
        """Return the record into which this one was merged, through any number of merges."""
        while key in self.survivors:
            key = self.survivors[key]
        return key

    def near(self, core: str) -> list[tuple[float, Hashable]]:
        """Return the ten best names, from the best down; of equal ones the first that was added."""
        rough = process.extract(
            core,
            self._candidates(core),
            scorer=fuzz.token_ratio,  # never below name_score, and computed outside Python
            score_cutoff=ALIKE_WITH_ADDRESS,
            limit=30,
        )
        scored = [(name_score(core, other), key) for other, _score, key in rough]
        near = [pair for pair in scored if pair[0] >= ALIKE_WITH_ADDRESS]
        return sorted(near, key=lambda pair: -pair[0])[:10]

    def _candidates(self, core: str) -> dict[Hashable, str]:
        if len(self.cores) <= MAX_COMPARED:
            return self.cores
        found: dict[Hashable, str] = {}
        # In the order of letters, because the order of a set differs from process to process.
        lists = (self.sharing.get(clue, ()) for clue in sorted(_clues(core)))
        for keys in sorted(filter(None, lists), key=len):
            if found and len(found) + len(keys) > MAX_COMPARED:
                break
            found.update((key, self.cores[key]) for key in keys[:MAX_COMPARED])
        return found


def _clues(core: str) -> set[str]:
    """Return what a name shares with those that it may be mistaken for."""
    words, run = core.split(), core.replace(" ", "")
    clues = {*words, *map("".join, pairwise(words))}  # 'sai gon' and 'saigon' share 'saigon'
    clues |= {f"^{run[:6]}", f"{run[-6:]}$", f"={run}", "+" + "+".join(sorted(words))}
    return clues


def are_other_plants(one: str, other: str) -> bool:
    """Return whether both names carry numbers, and other ones."""
    numbers, others = numbers_in(one), numbers_in(other)
    return bool(numbers and others and numbers != others)


def name_score(one: str, other: str) -> float:
    """Return how alike two core names are, 0-100; different numbers mean different plants."""
    if are_other_plants(one, other):
        return 0.0
    score = fuzz.token_sort_ratio(one, other)
    if min(len(one.split()), len(other.split())) >= 2:
        # A name inside a longer one counts, unless it is a single common word.
        score = max(score, fuzz.token_set_ratio(one, other))
    return score
