"""Whether two records may be one enterprise: the one rule, for imports and for the list of pairs.

Other tax codes, other numbers in the names and other house numbers are vetoes. Beside them the
name speaks, as far as its words are rare; then the place, a telephone, a website. What is found is
for a person to decide; whoever has a tax code waits for that only where more than a name speaks.
"""

from dataclasses import dataclass
from itertools import product
from math import inf, log2

from django.utils.translation import gettext as _

from enterprises.duplicates.address_places import Nearness, place_of
from enterprises.duplicates.compared_records import ComparedRecord, valid_code
from enterprises.duplicates.name_likeness import NameLikeness, Sameness, likeness, name_of
from enterprises.duplicates.word_weights import WordWeights
from enterprises.models import DuplicatePair, Enterprise

Reason = DuplicatePair.Reason
# Bits that a name must tell beyond those that single it out among the names at hand.
BEYOND_WHOLE, BEYOND_EQUAL, BEYOND_SHORTENED, BEYOND_MOVED = -5, -1, 5, 16
# The same for who has a tax code: of a thousand such rows none is held back by chance.
BEYOND_CERTAIN = 10
FEWEST = 1_000  # names that are thought to be there, at least
HALF, MOST = 0.4, 0.55  # shares of two names that are one in part
TOLD = 4  # bits of what a name and its translation have in common
VERY_ALIKE, QUITE_ALIKE = 85, 70  # scores in words
NAMED = 0.7  # a share from which the name is among the reasons


@dataclass(frozen=True)
class Likeness:
    """How alike two records are (1-100) and why."""

    score: int
    reasons: tuple[str, ...]
    surplus: float = inf  # bits beyond those by which words single a record out

    @property
    def reason_labels(self) -> list[str]:
        return [str(Reason(reason).label) for reason in self.reasons]

    def in_words(self) -> str:
        """Return the score in words."""
        if self.score >= VERY_ALIKE:
            return _("rất giống")
        return _("khá giống") if self.score >= QUITE_ALIKE else _("có thể giống")


class Matcher:
    """Compares records by what their words weigh among the names and addresses at hand."""

    def __init__(self, names: WordWeights, places: WordWeights) -> None:
        self.names, self.places = names, places

    @classmethod
    def of_database(cls) -> "Matcher":
        """Weigh words by the names and addresses of every real enterprise."""
        rows = Enterprise.objects.real().values_list("legal_name", "address")
        names, places = WordWeights(), WordWeights()
        for name, address in rows.iterator():
            names.add(name_of(name).words)
            places.add(place_of(address).words)
        return cls(names, places)

    def compare(self, one: ComparedRecord, other: ComparedRecord) -> Likeness | None:
        """Return how alike two records are; None where they are not, or cannot be, the same."""
        if are_other_codes(one.tax_code, other.tax_code):
            return None
        place, marks = one.place.nearness(other.place, self.places), _marks(one, other)
        if place == Nearness.OTHER_NUMBER and not marks:
            return None
        name = self._name(one, other)
        if name.sameness == Sameness.OTHER_NUMBERS or not self._may_be_same(name, place, marks):
            return None
        return Likeness(
            _score(name, place, marks),
            _reasons(one, other, name, place, marks),
            self._surplus(name, place, marks),
        )

    def doubt(self, new: ComparedRecord, there: ComparedRecord) -> Likeness | None:
        """Return what speaks for holding a new record back as one that is there.

        A valid tax code is a registration of its own, of a branch, too. Against a record without
        one, words that others may have as well do not suffice: such a pair is for the list alone.
        """
        if new.tax_code and there.tax_code:
            return None
        likeness = self.compare(new, there)
        if likeness and new.tax_code and likeness.surplus < BEYOND_CERTAIN:
            return None
        return likeness

    def _name(self, one: ComparedRecord, other: ComparedRecord) -> NameLikeness:
        """Return the likeness of the closest names; any other numbers keep the records apart."""
        found = [likeness(*pair, self.names) for pair in product(one.names, other.names)]
        numbered = [each for each in found if each.sameness == Sameness.OTHER_NUMBERS]
        return max(numbered or found, key=lambda each: (each.sameness, each.share, each.bits))

    def _may_be_same(self, name: NameLikeness, place: Nearness, marks: frozenset[str]) -> bool:
        if place == Nearness.OTHER_NUMBER:
            # Who has moved is found by the telephone or the website.
            return name.sameness >= Sameness.SHORTENED
        if len(marks) + (place == Nearness.SAME) >= 2:
            return True
        if name.sameness < Sameness.SHORTENED:
            return _is_one_in_part(name, place, marks)
        if marks or place == Nearness.SAME:
            return True
        return name.bits >= self._enough + _beyond(name, place)

    @property
    def _enough(self) -> float:
        """The bits by which a name singles a record out among the names at hand."""
        return log2(self.names.size + FEWEST)

    def _surplus(self, name: NameLikeness, place: Nearness, marks: frozenset[str]) -> float:
        """Return the bits beyond those; an equal name at the same house needs none."""
        if marks or (place == Nearness.SAME and name.sameness >= Sameness.EQUAL):
            return inf
        if name.sameness == Sameness.PARTLY and not (name.is_translated or name.is_slip):
            return -inf
        return name.bits - (0 if place == Nearness.SAME else self._enough)


def _beyond(name: NameLikeness, place: Nearness) -> int:
    """Return the bits that a name must tell beyond those that single it out."""
    if place == Nearness.OTHER:
        return BEYOND_MOVED
    if name.sameness == Sameness.SHORTENED:
        return BEYOND_SHORTENED
    return BEYOND_WHOLE if name.sameness == Sameness.WHOLE else BEYOND_EQUAL


def _is_one_in_part(name: NameLikeness, place: Nearness, marks: frozenset[str]) -> bool:
    """Return whether a mark speaks for names that have only some words in common."""
    if marks:
        return name.is_translated or name.share >= HALF
    if place != Nearness.SAME or name.sameness != Sameness.PARTLY:
        return False
    return (name.is_translated and name.bits >= TOLD) or (
        name.share >= MOST and not name.is_contradicted
    )


def are_other_codes(one: str, other: str) -> bool:
    """Return whether both are valid tax codes, and not the same; a branch may be its head."""
    if one == other or not (valid_code(one) and valid_code(other)):
        return False
    # An enterprise and its branch share ten digits: a hint. Two branches are two.
    is_branch_of = one[:10] == other[:10] and {len(one), len(other)} == {10, 13}
    return not is_branch_of


def _marks(one: ComparedRecord, other: ComparedRecord) -> frozenset[str]:
    found = {
        Reason.PHONE: bool(one.phones & other.phones),
        Reason.WEBSITE: bool(one.site) and one.site == other.site,
    }
    return frozenset(str(mark) for mark, is_shared in found.items() if is_shared)


def _reasons(
    one: ComparedRecord,
    other: ComparedRecord,
    name: NameLikeness,
    place: Nearness,
    marks: frozenset[str],
) -> tuple[str, ...]:
    found = {
        Reason.NAME: name.sameness >= Sameness.SHORTENED or name.share >= NAMED,
        Reason.NAME_IN_PART: name.sameness == Sameness.PARTLY and name.share < NAMED,
        Reason.ADDRESS: place == Nearness.SAME,
        Reason.PHONE: Reason.PHONE in marks,
        Reason.WEBSITE: Reason.WEBSITE in marks,
        Reason.TAX_HEAD: bool(one.tax_head) and one.tax_head == other.tax_head,
    }
    return tuple(str(reason) for reason, is_met in found.items() if is_met)


_PLACE_WORTH = {
    Nearness.OTHER_NUMBER: -10,
    Nearness.OTHER: -10,
    Nearness.UNKNOWN: 5,
    Nearness.AROUND: 10,
    Nearness.SAME: 20,
}


def _score(name: NameLikeness, place: Nearness, marks: frozenset[str]) -> int:
    """Weigh seven parts name, two parts place, fifteen points for each other mark."""
    return max(1, min(100, round(70 * name.share + _PLACE_WORTH[place] + 15 * len(marks))))
