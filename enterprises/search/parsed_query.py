"""A request as search understands it: its parts, and the expression for the full-text index."""

from dataclasses import dataclass
from functools import cached_property

from core.text import fold
from enterprises.fulltext import All, Any, Expression, Word, any_of


@dataclass(frozen=True)
class QueryPart:
    """One thing asked for: a phrase as typed, every phrase that means it, and entries' codes."""

    typed: str
    phrases: tuple[str, ...]  # the most literal one first
    codes: frozenset[str] = frozenset()
    starts: bool = False  # words that begin so count too
    is_optional: bool = False  # it only helps the order
    also: tuple[str, ...] = ()  # other names of the entries, which find it but say less

    @property
    def expression(self) -> Expression:
        """The part for the full-text index."""
        literal = [
            _all(phrase, self.starts and phrase in self.phrases)
            for phrase in _shortest((*self.phrases, *self.also))
        ]
        return Any((*literal, *any_of(sorted(self.codes)).parts))


@dataclass(frozen=True)
class ParsedQuery:
    """Everything asked for: each part that is not optional must be found."""

    text: str
    parts: tuple[QueryPart, ...]
    corrections: tuple[tuple[str, str], ...] = ()  # as typed, as understood
    left_out: tuple[str, ...] = ()  # words that nobody has
    is_relaxed: bool = False

    @property
    def needed(self) -> tuple[QueryPart, ...]:
        """The parts that must be found."""
        return tuple(part for part in self.parts if not part.is_optional)

    @property
    def expression(self) -> Expression:
        """The whole request for the full-text index."""
        return All(tuple(part.expression for part in self.needed))

    def is_in(self, *texts: str) -> bool:
        """Return whether one of these texts contains one of the requested phrases."""
        padded = [f" {fold(text)} " for text in texts]
        phrases = [f" {phrase} " for part in self.needed for phrase in part.phrases]
        return any(phrase in text for phrase in phrases for text in padded)

    @cached_property
    def hits(self) -> tuple[tuple[tuple[str, ...], bool], ...]:
        """Folded phrases that a reader may recognise, and whether longer words count too."""
        return tuple(
            (tuple(phrase.split()), part.starts)
            for part in self.needed
            for phrase in (*part.phrases, *part.also)
        )


def _shortest(phrases: tuple[str, ...]) -> list[str]:
    """Return the phrases without those that contain all words of another and find nothing more."""
    words = {phrase: frozenset(phrase.split()) for phrase in dict.fromkeys(phrases)}
    shortest: dict[frozenset[str], str] = {}
    for phrase in sorted(words, key=lambda phrase: len(words[phrase])):
        if not any(shorter <= words[phrase] for shorter in shortest):
            shortest[words[phrase]] = phrase
    return list(shortest.values())


def _all(phrase: str, starts: bool) -> Expression:
    words = phrase.split()
    ends = [False] * (len(words) - 1) + [starts]
    return All(tuple(map(Word, words, ends)))
