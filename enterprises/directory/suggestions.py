"""What a person who is still typing may have in mind."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from core.text import fold
from enterprises.fulltext import All, Word
from enterprises.models import FacetCount, SearchEntry
from enterprises.names import core_name
from enterprises.search.results import public_entries
from enterprises.search.vocabulary import vocabulary

# The facet under which entries of a kind are chosen in the directory.
FACETS = {
    "process": "process",
    "machine": "machine",
    "standard": "certificate",
    "material": "material",
    "family": "family",
    "industry": "industry",
    "sector": "sector",
    "ward": "ward",
    "park": "park",
}
FEWEST_LETTERS, MAX_ENTRIES, MAX_NAMES = 2, 6, 4
MAX_LOOKED_AT = 100


@dataclass(frozen=True)
class Suggestion:
    """Something to go to: an entry of a taxonomy with its number of enterprises, or a profile."""

    label: str
    url: str
    number: int | None = None


def suggestions(text: str) -> list[Suggestion]:
    """Return entries with a word that begins so, most carried first; then enterprises by name."""
    typed = fold(text)
    if len(typed) < FEWEST_LETTERS:
        return []
    return [*_entries(typed), *_enterprises(text)]


def _entries(typed: str) -> list[Suggestion]:
    known = vocabulary()
    codes = {
        code
        for phrase, meaning in known.phrases.items()
        if f" {typed}" in f" {phrase}"
        for code in meaning.codes
        if known.named[code].kind in FACETS
    }
    numbers = FacetCount.objects.numbers(code__in=codes)
    best = sorted(numbers, key=lambda code: (-numbers[code], known.named[code].name))
    page = reverse("enterprises:enterprise-list")
    return [
        Suggestion(named.name, f"{page}?{FACETS[named.kind]}={named.value}", numbers[named.code])
        for named in (known.named[code] for code in best[:MAX_ENTRIES])
    ]


def _enterprises(text: str) -> list[Suggestion]:
    # Unordered: the pattern index has no order to give.
    found = list(_of_names(brand__startswith=core_name(text))[:MAX_NAMES])
    *whole, last = fold(text).split()
    if len(found) < MAX_NAMES and whole and len(last) >= FEWEST_LETTERS:
        asked = All((*map(Word, whole), Word(last, is_start=True)))
        found += _with_name_inside(fold(text), asked, {entry.pk for entry in found})
    return [
        Suggestion(entry.enterprise.name, entry.enterprise.get_absolute_url())
        for entry in found[:MAX_NAMES]
    ]


def _of_names(**which) -> QuerySet[SearchEntry]:
    entries = public_entries().filter(**which).select_related("enterprise")
    return entries.only(
        "names", "enterprise__slug", "enterprise__legal_name", "enterprise__international_name"
    )


def _with_name_inside(typed: str, asked: All, but: set[int]) -> list[SearchEntry]:
    """Return names with the typed text further on: what a firm makes often stands first."""
    entries = _of_names(words__match=asked)[:MAX_LOOKED_AT]
    inside = [e for e in entries if e.pk not in but and f" {typed}" in f" {e.names}"]
    return sorted(inside, key=lambda entry: (entry.names, entry.pk))
