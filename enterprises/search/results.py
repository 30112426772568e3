"""Searching public enterprises: candidates, their order, and facet counts.

Whatever is searched for, at most CAP candidates are read, so that a search takes as long among a
million enterprises as among ten thousand. Beyond CAP the number is not known, only that it is more.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from core import cache_versions
from enterprises.fulltext import All, Expression, any_of
from enterprises.fulltext import Any as AnyOf
from enterprises.models.search import FACET_COUNTS, FacetCount, SearchEntry
from enterprises.search.parsed_query import ParsedQuery
from enterprises.search.query import parse_query
from enterprises.search.ranking import Candidate, ranked

CAP = 1_000
MANY = 200_000  # enterprises
MAX_REMEMBERED = 300  # counts of as many requests, some 20 KB each
RELEVANCE = "relevance"
# How a list may be sorted: the column, and whether the greatest comes first. Real records come
# before demo ones in every order; the key decides between equals.
ORDERS = {
    "name": ("name_sort", False),
    "updated": ("updated_at", True),
    "employees": ("employees", True),
}
RECORD_TYPES = ("0", "1")  # real and demo
Row = tuple[Any, ...]  # the columns of an entry that were asked for


def public_entries() -> QuerySet[SearchEntry]:
    """Return the entries of enterprises that everyone may see."""
    return SearchEntry.objects.filter(is_public=True)


def matching_entries(expression: Expression, *columns: str) -> list[Row]:
    """Return columns of at most CAP + 1 public entries that match the expression.

    An index reads every match of a word before it gives the first. Among many enterprises a word
    is therefore looked for in a sample first, and in the others only if that does not fill CAP.
    """
    entries = public_entries().filter(words__match=expression).values_list(*columns)
    if _total(facet_counts()) < MANY:
        return list(entries[: CAP + 1])
    sample = list(entries.filter(is_sample=True)[: CAP + 1])
    if len(sample) > CAP:
        return sample
    return sample + list(entries.filter(is_sample=False)[: CAP + 1 - len(sample)])


@dataclass(frozen=True)
class SearchRequest:
    """What is searched for: everything that the query needs, and of each facet any of its codes."""

    query: ParsedQuery | None
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)  # by facet

    @cached_property
    def expression(self) -> Expression | None:
        """The request for the full-text index; None where it is for everything."""
        parts: list[Expression] = [any_of(list(codes)) for codes in self.codes.values()]
        if self.query:
            parts.append(self.query.expression)
        return All(tuple(parts)) if parts else None

    def count(self) -> int:
        """Return how many entries match, at most CAP + 1; without conditions all are counted."""
        if self.expression is None:
            return _total(facet_counts())
        return len(matching_entries(self.expression, "pk"))

    def count_codes(self) -> Counter[str]:
        """Return how many of at most CAP matching entries have each code."""
        expression = self.expression
        if expression is None:
            return facet_counts()
        return _remembered(
            expression, lambda: (row[0] for row in matching_entries(expression, "codes")[:CAP])
        )


@dataclass(frozen=True)
class SearchResult:
    """What one search has found; `request` is the one really used, which may be a relaxed one."""

    request: SearchRequest
    sort: str  # RELEVANCE or one of ORDERS
    rows: tuple[Row, ...] = ()  # at most CAP + 1; none are read where everything is asked for

    @property
    def query(self) -> ParsedQuery | None:
        """The query really used."""
        return self.request.query

    @property
    def is_everything(self) -> bool:
        """Whether nothing narrows the list."""
        return self.request.expression is None

    @property
    def is_capped(self) -> bool:
        """Whether there are more entries than were read."""
        return len(self.rows) > CAP

    @cached_property
    def code_counts(self) -> Counter[str]:
        """How many of the entries read have each code."""
        if self.request.expression is None:
            return facet_counts()
        return _remembered(self.request.expression, lambda: (row[2] for row in self.rows[:CAP]))

    @property
    def record_counts(self) -> dict[str, int]:
        """How many real ("0") and demo ("1") records are among the entries read."""
        return {each: self.code_counts[f"record_{each}"] for each in RECORD_TYPES}

    def counts_for(self, request: SearchRequest) -> Counter[str]:
        """Return the counts by code for another request, from the rows read if it is this one."""
        same = request.expression == self.request.expression
        return self.code_counts if same else request.count_codes()

    @cached_property
    def in_order(self) -> list[tuple[int, str]]:
        """Enterprise id and codes of the entries read, in the chosen order."""
        rows = list(self.rows[:CAP])
        if self.sort == RELEVANCE:
            candidates = map(Candidate._make, rows)
            best = ranked(self.query, candidates) if self.query else candidates
            return [(row.pk, row.codes) for row in best]
        rows.sort(key=lambda row: (row[3], row[0]), reverse=ORDERS[self.sort][1])
        rows.sort(key=lambda row: row[1])
        return [(row[0], row[2]) for row in rows]

    def nearest(self, number: int) -> list[tuple[int, str]]:
        """Return, for an empty result, the best entries that match one part of the query.

        Under the chosen facets, or where those leave nothing, anywhere.
        """
        if not self.query:
            return []
        either = AnyOf(tuple(part.expression for part in self.query.needed))
        facets = replace(self.request, query=None).expression
        tried: list[Expression] = [All((either, facets)), either] if facets else [either]
        for wanted in tried:
            rows = map(Candidate._make, matching_entries(wanted, *Candidate._fields))
            if best := ranked(self.query, rows)[:number]:
                return [(row.pk, row.codes) for row in best]
        return []


def search(request: SearchRequest, sort: str) -> SearchResult:
    """Search the index once; where the words alone find nothing, again with a relaxed query."""
    rows = _rows(request, sort)
    query = request.query
    if not rows and query and not (request.codes and SearchRequest(query).count()):
        request = replace(request, query=parse_query(query.text, is_relaxed=True))
        rows = _rows(request, sort)
    return SearchResult(request, sort, tuple(rows))


def _rows(request: SearchRequest, sort: str) -> list[Row]:
    """Return the fields of a Candidate, or its first three and the column that is sorted by."""
    if request.expression is None:
        return []
    fields = Candidate._fields
    columns = fields if sort == RELEVANCE else (*fields[:3], ORDERS[sort][0])
    return matching_entries(request.expression, *columns)


def facet_counts() -> Counter[str]:
    """Return how many public records have each code, demo records included; cached."""
    return cache_versions.cached(FACET_COUNTS, (FACET_COUNTS,), FacetCount.objects.numbers)


def _total(counts: Counter[str]) -> int:
    return sum(counts[f"record_{each}"] for each in RECORD_TYPES)


def _remembered(expression: Expression, codes: Callable[[], Iterable[str]]) -> Counter[str]:
    """Count each code; remembered until the next write, because whoever narrows a list or turns a
    page needs most of the same counts again."""
    remembered: dict[Expression, Counter[str]] = cache_versions.cached(
        f"{FACET_COUNTS}.counted", (FACET_COUNTS,), dict
    )
    if expression not in remembered:
        if len(remembered) >= MAX_REMEMBERED:
            remembered.clear()
        remembered[expression] = Counter(" ".join(codes()).split())
    return remembered[expression]
