"""How much a word tells: the rarer it is among the names at hand, the more."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import log2

from rapidfuzz.distance import OSA

from enterprises.duplicates.trade_words import ANY_BUSINESS, TRADES

# How often a word is expected before a name is seen, so that few names are no wrong measure.
_EXPECTED_ANY_BUSINESS, _EXPECTED_TRADE, _EXPECTED_SYLLABLE, _EXPECTED = 0.1, 0.03, 0.004, 0.0005
_PRIOR_NAMES = 1_000  # names that the expectation counts as
KNOWN = 3  # names with a word that is no typing error
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|gh?|gi|kh?|h|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
    r"(?:oai|oay|uay|uoi|uou|uya|uye|uyu|ieu|yeu|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo"
    r"|uu|uy|ye|a|e|i|o|u|y)(?:ch|ng|nh|c|m|n|p|t)?"
)


class WordWeights:
    """Bits of information in the words of names (or of addresses) of a database and a file."""

    def __init__(self, texts: Iterable[Iterable[str]] = ()) -> None:
        self.size = 0
        self.counts: Counter[str] = Counter()
        self._bits: dict[str, float] = {}
        for words in texts:
            self.add(words)

    def add(self, words: Iterable[str]) -> None:
        """Count one more name; whoever compares afterwards compares by the new weights."""
        self.size += 1
        self.counts.update(set(words))
        self._bits.clear()

    def bits(self, word: str) -> float:
        """Return how much it tells that two names share this word."""
        if (known := self._bits.get(word)) is None:
            seen = self.counts[word] + _PRIOR_NAMES * _expected(word)
            known = self._bits[word] = log2((self.size + _PRIOR_NAMES) / seen)
        return known

    def total(self, words: Iterable[str]) -> float:
        return sum(map(self.bits, words))

    def is_misspelt(self, one: str, other: str) -> bool:
        """Return whether one is the other with a typing error, and not another word."""
        if is_trade(one) and is_trade(other):
            return False
        one, other = one.replace("_", ""), other.replace("_", "")
        if not are_close(one, other) or not (one.isalpha() and other.isalpha()):
            return False
        return not (self._is_word(one) and self._is_word(other))

    def _is_word(self, word: str) -> bool:
        return self.counts[word] >= KNOWN or is_syllable(word)


def are_close(one: str, other: str) -> bool:
    """Return whether a letter is missing, added, wrong or out of its turn; in long words two."""
    shorter, longer = len(one), len(other)
    if shorter > longer:
        shorter, longer = longer, shorter
    if longer < 4 or shorter < 3 or longer > shorter + 2:
        return False
    most = 2 if shorter >= 9 else 1
    return OSA.distance(one, other, score_cutoff=most) <= most


def is_trade(word: str) -> bool:
    return word.endswith("_")


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Return whether Vietnamese could spell this without marks."""
    return bool(_SYLLABLE.fullmatch(word))


def _expected(word: str) -> float:
    if word in ANY_BUSINESS:
        return _EXPECTED_ANY_BUSINESS
    if word in TRADES:
        return _EXPECTED_TRADE
    return _EXPECTED_SYLLABLE if is_syllable(word) else _EXPECTED
