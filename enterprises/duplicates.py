"""Records that may be the same enterprise: pointed out for a person, never decided here."""

import re
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from enterprises.models import Enterprise
from portal.text import fold

# Words that say what form a company has, or that half of all names carry.
_FORM = set(
    "cong ty tnhh co cp ltd limited company corp corporation inc jsc joint stock mtv mot thanh vien"
    " viet nam vietnam vn vina branch chi nhanh of dntn doanh nghiep tu nhan sx tm dv va and the"
    " phan".split()
)
_NUMBERS = {
    **{word: str(n) for n, word in enumerate(["one", "two", "three", "four", "five", "six"], 1)},
    **{word: str(n) for n, word in enumerate(["i", "ii", "iii", "iv", "v", "vi"], 1)},
    "ll": "2",  # Roman numerals typed with small L
    "lll": "3",
}
ALIKE = 88  # names this close (0-100) point at the same enterprise
ALIKE_WITH_ADDRESS = 70  # so do names this close at an address that is ALIKE


def core_name(name: str) -> str:
    """The words that tell a name from others: no legal form, numerals as digits."""
    words = [_NUMBERS.get(word, word) for word in fold(name).split()]
    return " ".join(word for word in words if word not in _FORM) or fold(name)


def _numbers(core: str) -> set[str]:
    return set(re.findall(r"\d+", core))


@dataclass
class NameIndex:
    """Names seen so far, for finding the closest to another one."""

    cores: dict[int, str] = field(default_factory=dict)
    addresses: dict[int, str] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)  # name and address, for people

    @classmethod
    def of_database(cls) -> "NameIndex":
        """Every real enterprise, public or not; demo records are nobody's duplicate."""
        index = cls()
        rows = Enterprise.objects.real().values_list("pk", "legal_name", "address")
        for pk, name, address in rows.iterator():
            index.add(pk, name, address)
        return index

    def add(self, pk: int, name: str, address: str) -> None:
        self.cores[pk], self.addresses[pk] = core_name(name), fold(address)
        self.labels[pk] = f"{name}, {address}" if address else name

    def closest(self, name: str, address: str) -> int | None:
        """The id of the record most likely to be the same enterprise, or none."""
        core, place = core_name(name), fold(address)
        near = process.extract(
            core, self.cores, scorer=_name_score, score_cutoff=ALIKE_WITH_ADDRESS, limit=10
        )
        for _core, score, pk in near:
            if score >= ALIKE or fuzz.token_set_ratio(place, self.addresses[pk]) >= ALIKE:
                return pk
        return None


def _name_score(one: str, other: str, **_options) -> float:
    """How alike two core names are, 0-100; different numbers mean different plants."""
    numbers, others = _numbers(one), _numbers(other)
    if numbers and others and numbers != others:
        return 0.0
    score = fuzz.token_sort_ratio(one, other)
    if min(len(one.split()), len(other.split())) >= 2:
        # A name inside a longer one counts, unless it is a single common word.
        score = max(score, fuzz.token_set_ratio(one, other))
    return score
