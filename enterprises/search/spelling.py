"""Words as profiles write them, and the nearest of them to a mistyped one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q
from rapidfuzz.distance import OSA

from core.batches import batches
from enterprises.models.search import Spelling

# Shorter words are too many to guess at, longer ones nobody types.
GUESSED = range(3, 25)
MAX_GUESSES, MAX_RELAXED_GUESSES = 6, 40
MAX_ROWS = 5_000
# Of several words written as one: the whole, and the longest Vietnamese syllable (nghieng).
SHORTEST_RUN, LONGEST_PIECE = 7, 7


@dataclass(frozen=True)
class Spellings:
    """Of some words: which ones profiles have, and what the others may have been meant for."""

    known: frozenset[str]
    near: dict[str, tuple[str, ...]]


def forms(word: str) -> set[str]:
    """Return the word, and it without each of its letters where it is long enough to guess at."""
    if len(word) not in GUESSED or not word.isalpha():
        return {word}
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def spellings_of(words: Iterable[str], is_relaxed: bool = False) -> Spellings:
    """Look the words up, in one query; no words, no query.

    For a relaxed query, return more guesses and look up the pieces of long words as well.
    """
    words = list(words)
    wanted: dict[str, set[str]] = defaultdict(set)
    for word in words:
        for form in forms(word):
            wanted[form].add(word)
    if not wanted:
        return Spellings(frozenset(), {})
    asked = Q(form__in=wanted)
    if is_relaxed:
        inside = {piece for word in words for piece in _inside(word)}
        asked |= Q(form__in=inside, word=F("form"))
    known, near = set(), defaultdict(set)
    # In one order, so that both databases leave out the same of too many.
    rows = Spelling.objects.filter(asked).order_by("form", "word").values_list("form", "word")
    for form, word in rows[:MAX_ROWS]:
        if form == word:
            known.add(word)
        for typed in wanted.get(form, ()):
            if typed != word and OSA.distance(typed, word, score_cutoff=1) == 1:
                near[typed].add(word)
    most = MAX_RELAXED_GUESSES if is_relaxed else MAX_GUESSES
    best = {typed: _best(typed, words)[:most] for typed, words in near.items()}
    return Spellings(frozenset(known), best)


def _inside(word: str) -> set[str]:
    """Return every piece of a word that may be several written as one."""
    if len(word) < SHORTEST_RUN or len(word) not in GUESSED or not word.isalpha():
        return set()
    ends = range(2, len(word) + 1)
    return {word[i:j] for j in ends for i in range(j - 1) if j - i <= LONGEST_PIECE}


def pieces(word: str, known: frozenset[str]) -> str:
    """Return the word as the fewest known words ('kimphongvan' as 'kim phong van'), or ""."""
    if not _inside(word):
        return ""
    best: dict[int, list[str]] = {0: []}
    for end in range(2, len(word) + 1):
        ways = [
            [*best[i], word[i:end]]
            for i in range(end - 1)
            if i in best and word[i:end] in known and end - i <= LONGEST_PIECE
        ]
        if ways:
            best[end] = min(ways, key=len)
    return " ".join(best.get(len(word), []))


def _best(typed: str, found: set[str]) -> tuple[str, ...]:
    """Return equal lengths first: letters are mistaken or swapped more often than left out."""
    words = sorted(found, key=lambda word: (abs(len(word) - len(typed)), word))
    return tuple(word for word in words if len(word) in GUESSED)


def learn(words: Iterable[str], joined: Iterable[str]) -> None:
    """Remember the words of profiles; two words written as one are known, but never guessed at."""
    fresh = _unknown({w for w in words if len(w) < GUESSED.stop and not w.isdigit()})
    rows = [
        Spelling(form=form, word=word) for word in sorted(fresh) for form in sorted(forms(word))
    ]
    rows += [Spelling(form=w, word=w) for w in sorted(_unknown(set(joined) - fresh))]
    for batch in batches(rows):
        Spelling.objects.bulk_create(batch, ignore_conflicts=True)


def _unknown(words: set[str]) -> set[str]:
    known: set[str] = set()
    for batch in batches(sorted(words)):
        rows = Spelling.objects.filter(form__in=batch, word=F("form"))
        known.update(rows.values_list("word", flat=True))
    return words - known
