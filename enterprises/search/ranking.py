"""The order of what was found: where in a profile the asked-for words stand."""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from enterprises.search.parsed_query import ParsedQuery, QueryPart

# What it is worth that a part stands there; the best place counts. The name says most.
NAME, PRODUCT, CODE, NAME_IN_PIECES, PRODUCT_IN_PIECES, ALSO = 8, 6, 5, 4, 3, 3
OPTIONAL = 1
# What it is worth that two neighbouring parts stand side by side, and all of them.
PAIR = 2
WHOLE_IN_NAME, WHOLE_IN_PRODUCT = 6, 4


class Candidate(NamedTuple):
    """What ranking and counting need of one entry (fields as in SearchEntry)."""

    pk: int
    is_demo: bool
    codes: str
    completeness: int
    names: str
    products: str


def ranked(query: ParsedQuery, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the best first: real records before demo ones, fuller profiles before emptier ones."""
    # Phrases such as 'nhà cung cấp' tell no profile from another; a word such as 'cửa' may.
    needles = [_Needles(p) for p in query.parts if not p.is_optional or " " not in p.typed]
    whole = f" {' '.join(part.typed for part in query.parts)} "
    pairs = [
        f" {one.typed} {other.typed} "
        for one, other in pairwise(query.parts)
        if not (one.is_optional and other.is_optional)
    ]

    def key(candidate: Candidate) -> tuple[bool, int, int, str, int]:
        pk, is_demo, codes, completeness, names, products = candidate
        # One text, the places by falling worth: where a part first stands is its best place.
        text = f" {names} \n {products} \n {codes} "
        products_at, codes_at = len(names) + 2, len(names) + len(products) + 5
        score = 0
        for needle in needles:
            score += min(needle.worth(text, products_at, codes_at), needle.max_worth)
        for pair in pairs:
            if 0 <= text.find(pair) < codes_at:
                score += PAIR
        if (at := text.find(whole)) >= 0:
            score += WHOLE_IN_NAME if at < products_at else WHOLE_IN_PRODUCT
        return is_demo, -score, -completeness, names, pk

    return sorted(candidates, key=key)


class _Needles:
    """The strings by which a part is looked for in padded text."""

    def __init__(self, part: QueryPart) -> None:
        end = "" if part.starts else " "
        self.whole = [f" {phrase}{end}" for phrase in part.phrases]
        self.whole += [f" {code} " for code in part.codes]
        self.max_worth = OPTIONAL if part.is_optional else NAME
        self.also = [f" {phrase} " for phrase in part.also]
        words = part.phrases[0].split()
        self.pieces = [f" {word}{end}" for word in words] if len(words) > 1 else []

    def worth(self, text: str, products_at: int, codes_at: int) -> int:
        """Return the worth of the best place where the part stands; 0 where in other text."""
        best = len(text)
        for needle in self.whole:
            at = text.find(needle, 0, best)
            if at >= 0:
                best = at
                if best < products_at:
                    return NAME
        if best < len(text):
            return PRODUCT if best < codes_at else CODE
        if self.pieces:
            last = max(at if (at := text.find(piece)) >= 0 else codes_at for piece in self.pieces)
            if last < codes_at:
                return NAME_IN_PIECES if last < products_at else PRODUCT_IN_PIECES
        for phrase in self.also:
            if 0 <= text.find(phrase) < codes_at:
                return ALSO
        return 0
