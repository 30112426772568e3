"""Parsing the text of a search, in any spelling that people use."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from django.core.exceptions import ValidationError
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from core.text import fold
from enterprises.search.figures import figure_at, minimum_codes
from enterprises.search.parsed_query import ParsedQuery, QueryPart
from enterprises.search.spelling import pieces, spellings_of
from enterprises.search.stopwords import LONGEST, SENTENCE, STOPWORDS, STOPWORDS_IN_SENTENCES
from enterprises.search.vocabulary import Meaning, Vocabulary, vocabulary
from enterprises.tax_codes import validate_tax_code

MAX_WORDS = 48
MAX_NEEDED = 12  # parts
SHORTEST_MENDED = 6  # letters and blanks of a name in which one letter may be wrong
_TAX_CODE = re.compile(r"\d[\d .-]{8,16}\d")


def parse_query(text: str, is_relaxed: bool = False) -> ParsedQuery | None:
    """Parse the text; None where it has no words.

    A relaxed query is for a text that finds nothing as it is.
    """
    words = _words(text)
    return _Parser(vocabulary(), words, is_relaxed).query(text) if words else None


def _words(text: str) -> list[str]:
    if _TAX_CODE.fullmatch(text.strip()):
        return ["".join(char for char in text if char.isdigit())]
    return fold(_TAX_CODE.sub(_without_gaps, text)).split()[:MAX_WORDS]


def _without_gaps(found: re.Match) -> str:
    """Return a tax code as it is stored, and other digits with gaps as they are."""
    digits = "".join(char for char in found[0] if char.isdigit())
    try:
        validate_tax_code(digits)
    except ValidationError:
        return found[0]
    return digits


class _Parser:
    """Reads words from left to right, the longest known phrase first."""

    def __init__(self, known: Vocabulary, words: list[str], is_relaxed: bool) -> None:
        self.known, self.words, self.is_relaxed = known, list(words), is_relaxed
        self.is_sentence = is_relaxed or len(words) >= SENTENCE
        self.stopwords = STOPWORDS_IN_SENTENCES if self.is_sentence else STOPWORDS
        # In a relaxed query each word of a name counts by itself, however common it is.
        self.names = known.pieces if is_relaxed else known.parts
        self.runs = {} if is_relaxed else known.parts
        self.corrections: list[tuple[str, str]] = []

    def query(self, text: str) -> ParsedQuery:
        phrases = self._split()
        self.spellings = spellings_of(
            [*self._open(phrases), *map("".join, pairwise(self._open(phrases)))], self.is_relaxed
        )
        if self._mend(phrases):
            phrases = self._split()
        self.machines = [
            self.known.machine_kinds[code]
            for phrase in phrases
            if phrase in self.known.phrases
            for code in sorted(self.known.phrases[phrase].codes)
            if code in self.known.machine_kinds
        ]
        parts = self._joined([self._part(phrase) for phrase in phrases])
        hopeless = self._hopeless(parts)
        usable = _within_limits([part for part in parts if part not in hopeless])
        left_out = tuple(part.typed for part in hopeless)
        return ParsedQuery(text, usable, tuple(self.corrections), left_out, self.is_relaxed)

    def _split(self) -> list[str]:
        """Return the words as phrases."""
        phrases, at = [], 0
        while at < len(self.words):
            size = self._size(at)
            phrases.append(" ".join(self.words[at : at + size]))
            at += size
        return phrases

    def _size(self, at: int) -> int:
        """Return how many words the longest phrase takes that begins here."""
        known = self._known_size(at)
        figure = figure_at(self.words, at)
        # In '8483 Tân Thuận' tân is no tonne.
        if figure and figure[0] > known and self._known_size(at + figure[0] - 1) == 1:
            return figure[0]
        return known

    def _known_size(self, at: int) -> int:
        for size in range(min(max(self.known.longest, LONGEST), len(self.words) - at), 1, -1):
            phrase = " ".join(self.words[at : at + size])
            if phrase in self.known.phrases or phrase in self.runs or phrase in self.stopwords:
                return size
        return 1

    def _open(self, phrases: list[str]) -> list[str]:
        """Return the words that are no name by themselves: they may be mistyped."""
        names = {} if self.is_relaxed else self.names
        return [
            p
            for p in phrases
            if " " not in p
            and p not in self.stopwords
            and p not in self.known.phrases
            and p not in names
        ]

    def _is_strange(self, word: str) -> bool:
        return word.isalpha() and word not in self.spellings.known

    def _is_lost(self, word: str) -> bool:
        """Return whether no profile has the word or one like it."""
        return self._is_strange(word) and word not in self.spellings.near

    def _mend(self, phrases: list[str]) -> bool:
        """Mend names in which one letter is wrong ('duc ap luk'); return whether there were any."""
        free = set(self._open(phrases))
        strange = {word for word in free if self._is_strange(word)}
        mended = False
        for start, size in self._windows():
            own = self.words[start : start + size]
            # A window read before may have been mended and be shorter now.
            if strange.intersection(own) or (self.is_relaxed and free.issuperset(own)):
                typed = " ".join(own)
                if right := self._nearest_name(typed):
                    self.words[start : start + size] = right.split()
                    self.corrections.append((typed, right))
                    mended = True
        return mended

    def _windows(self) -> Iterator[tuple[int, int]]:
        for start in range(len(self.words)):
            for size in range(min(self.known.longest, len(self.words) - start), 0, -1):
                yield start, size

    def _nearest_name(self, typed: str) -> str:
        is_short = len(typed) < SHORTEST_MENDED
        if is_short and not (self.is_relaxed and len(typed) > 3 and self._is_lost(typed)):
            return ""
        if typed in self.known.phrases:
            return ""
        alike = [n for size in (0, 1, -1) for n in self.known.by_length[len(typed) + size]]
        right = extractOne(typed, alike, scorer=OSA.distance, score_cutoff=1)
        return right[0] if right else ""

    def _part(self, phrase: str) -> QueryPart:
        if phrase in self.stopwords:
            return QueryPart(phrase, (phrase,), is_optional=True)
        figure = figure_at(phrase.split(), 0)
        if figure and figure[0] == phrase.count(" ") + 1:
            return self._figure(phrase, figure[1], figure[2])
        if meaning := self.known.phrases.get(phrase):
            return self._name(phrase, meaning)
        if phrase.isdigit() and len(phrase) < 4 and self.is_sentence:
            return QueryPart(phrase, (phrase,), is_optional=True)
        return self._word(phrase)

    def _name(self, phrase: str, meaning: Meaning) -> QueryPart:
        codes, others = meaning.codes, set(meaning.phrases)
        if self.is_relaxed:
            others.update(*(self.known.words[code] for code in codes))
        if not codes:
            # 'Gear' is no entry's name, but a piece of one's, or means the same as such a piece.
            codes = set().union(*(self.names.get(name, ()) for name in {phrase, *others}))
        phrases = (phrase, *sorted(others - {phrase}))
        also = tuple(sorted(meaning.also.difference(phrases)))
        return QueryPart(phrase, phrases, frozenset(codes), also=also)

    def _figure(self, phrase: str, number: Decimal, unit: str) -> QueryPart:
        """Narrow the machines that are asked for by a figure; without any it helps the order."""
        kinds = self.machines or list(self.known.machine_kinds.values())
        codes = minimum_codes(number, unit, kinds)
        return QueryPart(phrase, (phrase,), codes, is_optional=not (self.machines and codes))

    def _word(self, word: str) -> QueryPart:
        codes = self.names.get(word, frozenset())
        is_strange = self._is_strange(word)
        near = self.spellings.near.get(word, ()) if is_strange or self.is_relaxed else ()
        if is_strange and not codes:
            self.corrections += [(word, other) for other in near]
            if not near and (split := pieces(word, self.spellings.known)):
                self.corrections.append((word, split))
                near = (split,)
        starts = not word.isalpha() or (is_strange and not codes and len(word) > 2)
        return QueryPart(word, (word, *near), codes, starts and " " not in word)

    def _joined(self, parts: list[QueryPart]) -> list[QueryPart]:
        """Join two neighbouring words that some name writes as one; they count either way."""
        found: list[QueryPart] = []
        for part in parts:
            before = found[-1] if found else None
            if before and not before.codes | part.codes and not before.is_optional:
                one, both = before.typed + part.typed, f"{before.typed} {part.typed}"
                if one in self.spellings.known and " " not in one:
                    found[-1] = QueryPart(both, (both, one))
                    continue
            found.append(part)
        return found

    def _hopeless(self, parts: list[QueryPart]) -> list[QueryPart]:
        """Return, in a relaxed query, the words that no profile has, if others remain."""
        if not self.is_relaxed:
            return []
        needed = [part for part in parts if not part.is_optional]
        lost = [p for p in needed if p.starts and p.typed.isalpha() and len(p.phrases) == 1]
        return lost if len(lost) < len(needed) else []


def _within_limits(parts: list[QueryPart]) -> tuple[QueryPart, ...]:
    """Return no more parts than are looked for; where all are optional, none is."""
    parts = list(dict.fromkeys(parts))
    needed = [part for part in parts if not part.is_optional][:MAX_NEEDED]
    if not needed:
        return tuple(replace(part, is_optional=False) for part in parts[:MAX_NEEDED])
    return tuple([p for p in parts if p.is_optional or p in needed][: 2 * MAX_NEEDED])
