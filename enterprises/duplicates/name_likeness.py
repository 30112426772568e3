"""How much two names have in common, and what either has alone."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import combinations, pairwise, product
from typing import NamedTuple

from core.text import fold
from enterprises.duplicates.trade_words import ANY_BUSINESS, form_of, language_of, telling_words
from enterprises.duplicates.word_weights import WordWeights, are_close, is_syllable, is_trade

_COMPANY, _LIMITED, _STOCK = "congty", "tnhh", "cophan"  # found with a typing error, too
_MISSPELT_WORTH, _TRADE_WORTH = 0.8, 0.5  # a misspelt word tells less; a trade is often left out
GLUED = 3  # words that people write as one
MOST_WORDS, RARE = 5, 9.0  # words of a name that are looked for in couples; bits of one alone
LONG = 5  # letters of a word that is looked for with one of them missing


_TOKEN = re.compile(r"[\w\u0300-\u036f]+")
_MARKS = {*map(chr, range(0x300, 0x370)), "đ"}
_STOPPED = re.compile(r"(?:c|ch|p|t)$")  # what ends so is never said without a tone


class Name(NamedTuple):
    """A name as it is compared with others."""

    words: tuple[str, ...]  # as often as they are in it
    run: str = ""  # all of it as one word, trades as they are written
    marks: tuple[str | None, ...] = ()  # of each word; none at all where it is written without
    form: str = ""
    language: str = ""


class Sameness(IntEnum):
    """What two names are to each other, by rising likeness."""

    OTHER = 0
    OTHER_NUMBERS = 1  # plants of one enterprise, or of several
    PARTLY = 2  # words of their own in common, others not
    SHORTENED = 3  # the same but for trades or a number that one leaves out, or their order
    EQUAL = 4  # the same words, trades in any order, typing errors aside
    WHOLE = 5  # and the same legal form: the law gives a name to one enterprise only


@dataclass(frozen=True)
class NameLikeness:
    """The likeness of two names."""

    sameness: Sameness = Sameness.OTHER
    bits: float = 0.0  # by which the common words single the name out
    share: float = 0.0  # of what both tell, 0-1
    is_contradicted: bool = False  # each has words that the other has not
    is_translated: bool = False  # one is in Vietnamese, the other in English
    is_slip: bool = False  # what differs may be one word with a typing error


def name_of(text: str) -> Name:
    """Return the words that tell a name from others, the same in whichever language."""
    words = fold(text).split()
    language = language_of(words)
    if are_close("".join(words[:2]), _COMPANY):
        words = words[2:]
    words = [_LIMITED if _is_limited(word) else word for word in words]
    if are_close("".join(words[:2]), _STOCK):
        words[:2] = ["co", "phan"]
    told = telling_words(words) or words
    return Name(
        tuple(map(_singular, told)),
        "".join(word for word in words if word != _LIMITED),
        _marks_of(told, text),
        form_of(words),
        language or _spelt(told),
    )


def _is_limited(word: str) -> bool:
    return are_close(word, _LIMITED) and not is_syllable(word)


def likeness(one: Name, other: Name, weights: WordWeights) -> NameLikeness:
    """Compare two names by their words; numbers on both sides must agree."""
    words, others = one.words, other.words
    numbers, other_numbers = _numbers(words), _numbers(others)
    if numbers and other_numbers and numbers != other_numbers:
        return NameLikeness(Sameness.OTHER_NUMBERS)
    shared, left, right = _apart(one, other)
    common = weights.total(shared)
    singled = weights.total(word for word in shared if not _is_common(word))
    if left and right:
        more = _MISSPELT_WORTH * _take_misspelt(left, right, weights)
        more += _take_glued(left, right, weights) + _take_glued(right, left, weights)
        common, singled = common + more, singled + more
    rest = (_worth(left, weights) + _worth(right, weights)) / 2
    if is_slip := _is_slip(left, right):
        rest /= 2
    return NameLikeness(
        _sameness(one, other, shared, left, right),
        singled,
        common / (common + rest) if common else 0.0,
        _contradict(left, right),
        {one.language, other.language} == {"vi", "en"},
        is_slip,
    )


def _apart(one: Name, other: Name) -> tuple[list[str], list[str], list[str]]:
    """Return the words of both names, those of the one alone and those of the other alone."""
    left, right = [*range(len(one.words))], [*range(len(other.words))]
    for n in tuple(left):
        twin = next((m for m in right if _is_one_word(one, n, other, m)), None)
        if twin is not None:
            left.remove(n)
            right.remove(twin)
    shared = [word for n, word in enumerate(one.words) if n not in left]
    alone, others = [one.words[n] for n in left], [other.words[m] for m in right]
    if one.run == other.run and not {*alone} & {*others}:
        return list(one.words), [], []
    return shared, alone, others


def _is_one_word(one: Name, n: int, other: Name, m: int) -> bool:
    """Return whether two words are one: 'Hưng' may be 'Hung', but is not 'Hùng'."""
    if one.words[n] != other.words[m]:
        return False
    if not (one.marks and other.marks) or None in (one.marks[n], other.marks[m]):
        return True
    return one.marks[n] == other.marks[m]


def _sameness(
    one: Name, other: Name, shared: list[str], left: list[str], right: list[str]
) -> Sameness:
    if not left and not right:
        if _own(one.words) != _own(other.words) and sorted(one.words) == sorted(other.words):
            return Sameness.SHORTENED
        is_whole = one.form == other.form or not one.form or not other.form
        return Sameness.WHOLE if is_whole else Sameness.EQUAL
    if not _own(shared) and not (shared and _is_slip(left, right)):
        return Sameness.OTHER
    has_own = _own(left) or _own(right)
    differs_in_trade = left and right and {*left, *right} - ANY_BUSINESS
    return Sameness.PARTLY if has_own or differs_in_trade else Sameness.SHORTENED


def _contradict(left: list[str], right: list[str]) -> bool:
    """Return whether each name has a word or a trade of its own, which speaks against one."""
    tell = [not all(map(_is_common, words)) for words in (left, right)]
    return all(tell) and not _is_slip(left, right)


def _is_slip(left: list[str], right: list[str]) -> bool:
    """Return whether a typing error has made another word of one."""
    own, others = _own(left), _own(right)
    return len(own) == len(others) == 1 and are_close(own[0], others[0])


def _take_misspelt(left: list[str], right: list[str], weights: WordWeights) -> float:
    """Take words out of both that are one word with a typing error; return what they tell."""
    bits = 0.0
    for word, twin in list(product(left, right)):
        if word in left and twin in right and weights.is_misspelt(word, twin):
            bits += min(weights.bits(word), weights.bits(twin))
            left.remove(word)
            right.remove(twin)
    return bits


def _take_glued(left: list[str], right: list[str], weights: WordWeights) -> float:
    """Take words out of both that the one writes as one and the other does not."""
    for length in range(2, GLUED + 1):
        for start in range(len(right) - length + 1):
            run = right[start : start + length]
            joined = "".join(run).replace("_", "")
            if len(joined) < 5 or joined.isdigit():
                continue
            twin = next((word for word in left if _is_same_run(word, joined)), None)
            if twin is not None:
                left.remove(twin)
                del right[start : start + length]
                told = min(weights.bits(twin), weights.total(run))
                return told + _take_glued(left, right, weights)
    return 0.0


def _is_same_run(word: str, joined: str) -> bool:
    word = word.replace("_", "")
    if word == joined or not are_close(word, joined):
        return word == joined
    return not is_syllable(word) and not is_syllable(joined)  # 'Hùng' is not 'Hưng Á' misspelt


def _own(words: Sequence[str]) -> list[str]:
    """Return the words that are neither trades nor numbers."""
    return [word for word in words if not is_trade(word) and not word.isdigit()]


def _worth(words: list[str], weights: WordWeights) -> float:
    return sum(weights.bits(w) * (_TRADE_WORTH if is_trade(w) else 1) for w in words)


def _marks_of(words: Sequence[str], text: str) -> tuple[str | None, ...]:
    """Return the marks of each word, None where they are unknown; nothing where none has any."""
    if text.isascii():
        return ()
    written: dict[str, set[str]] = {}
    for token in _TOKEN.findall(text.lower()):
        bare, marks = _bare_and_marks(token)
        written.setdefault(bare, set()).add(marks)
    found = [_marks_in(word, written.get(word, set())) for word in words]
    return tuple(found) if any(found) else ()


@lru_cache(maxsize=20_000)
def _bare_and_marks(token: str) -> tuple[str, str]:
    split = unicodedata.normalize("NFD", token.replace("ð", "đ"))
    return fold(token), "".join(sorted(char for char in split if char in _MARKS))


def _marks_in(word: str, written: set[str]) -> str | None:
    """Return the marks of a word; a syllable on 'p' without any was typed without its own."""
    marks = next(iter(written)) if len(written) == 1 else None
    return None if marks == "" and _STOPPED.search(word) else marks


def _numbers(words: Sequence[str]) -> set[str]:
    return {word for word in words if word.isdigit()}


def _is_common(word: str) -> bool:
    return word in ANY_BUSINESS or word.isdigit()


def _spelt(words: Sequence[str]) -> str:
    """Return 'en' where a word is none that Vietnamese could spell."""
    return "en" if any(word.isalpha() and not is_syllable(word) for word in words) else ""


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def keys_of_name(words: Sequence[str], weights: WordWeights) -> list[tuple[str, ...]]:
    """Return what a name shares with those it may be mistaken for: couples of its words, its run.

    What half of all names carry is no key, unless the name has nothing else.
    """
    told = [word for word in words if word not in ANY_BUSINESS and not word.isdigit()] or [*words]
    rarest = sorted(told, key=lambda word: (-weights.bits(word), word))[:MOST_WORDS]
    own = [word for word in told if not is_trade(word)] or told
    run = "".join(own)
    return [
        *combinations(sorted(rarest), 2),
        *((word,) for word in rarest if word == rarest[0] or weights.bits(word) >= RARE),
        *((one + other,) for one, other in pairwise(own)),
        *((part,) for word in rarest[:2] for part in _without_a_letter(word)),
        (f"^{run[:5]}",),
        (f"{run[-5:]}$",),
    ]


def _without_a_letter(word: str) -> list[str]:
    """Return what a word, unless Vietnamese, has in common with itself misspelt."""
    if is_trade(word) or is_syllable(word) or len(word) < LONG:
        return []
    return [word[:n] + word[n + 1 :] for n in range(len(word))]
