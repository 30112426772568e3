"""Marking in a text what a reader has searched for."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.text import fold

register = template.Library()
# Combining marks (NFD) belong to the word.
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")

# Folded words in a row, and whether the last one may go on.
Hit = tuple[tuple[str, ...], bool]


@register.filter
def mark(text: str, hits: Iterable[Hit] | None) -> str | SafeString:
    """Return the text with each hit in <mark>, its letters unchanged."""
    spans = list(_spans(text, tuple(hits))) if hits else []
    if not spans:
        return text
    pieces, at = [], 0
    for start, end in spans:
        pieces.append((text[at:start], text[start:end]))
        at = end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[at:])


def _spans(text: str, hits: tuple[Hit, ...]) -> Iterator[tuple[int, int]]:
    """Yield the spans of hits in the text, left to right, the longest first, none overlapping."""
    words, by_first, going_on = _words(text), *_by_first_word(hits)
    at = 0
    while at < len(words):
        size = 0
        for hit, goes_on in by_first.get(words[at][0], going_on):
            if _is_at(words, at, hit, goes_on):
                size = len(hit)
                break
        if size:
            yield words[at][1], words[at + size - 1][2]
        at += size or 1


def _is_at(words: list[tuple[str, int, int]], at: int, hit: tuple[str, ...], goes_on: bool) -> bool:
    here = tuple(word for word, _start, _end in words[at : at + len(hit)])
    if here == hit:
        return True
    return (
        goes_on and len(here) == len(hit) and here[:-1] == hit[:-1] and here[-1].startswith(hit[-1])
    )


# The names of processes and places come again on every card, and the same hits for every text.
@lru_cache(maxsize=4096)
def _words(text: str) -> list[tuple[str, int, int]]:
    """Each word of the text folded, with where it begins and ends."""
    return [(fold(found.group()), *found.span()) for found in _WORD.finditer(text)]


@lru_cache(maxsize=64)
def _by_first_word(hits: tuple[Hit, ...]) -> tuple[dict[str, list[Hit]], list[Hit]]:
    """Hits by their first word, the longest first; and those whose only word may go on."""
    longest_first = sorted(hits, key=lambda hit: -len(hit[0]))
    going_on = [hit for hit in longest_first if hit[1] and len(hit[0]) == 1]
    by_first: dict[str, list[Hit]] = {}
    for words, goes_on in longest_first:
        by_first.setdefault(words[0], [*going_on]).append((words, goes_on))
    for first in by_first:
        by_first[first].sort(key=lambda hit: -len(hit[0]))
    return by_first, going_on
