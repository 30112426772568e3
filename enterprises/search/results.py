"""Searching public enterprises: candidates, their order, and facet counts.

Whatever is asked, at most CAP candidates are looked at, so that an answer takes as long among a
million enterprises as among ten thousand. What more there is, is said and not counted.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from core import cache_versions
from enterprises.fulltext import All, Any, Expression, any_of
from enterprises.models.search import FACET_COUNTS, FacetCount, SearchEntry
from enterprises.search.parsed_query import ParsedQuery
from enterprises.search.query import parse_query
from enterprises.search.ranking import Candidate, ranked

CAP = 1_000
MANY = 200_000  # enterprises
MAX_REMEMBERED = 300  # counts of as many requests, some 20 KB each
RELEVANCE = "relevance"
# How a list may be sorted: the column, and whether the greatest comes first. Real records stand
# before demo ones in every order; the key decides between equals.
ORDERS = {
    "name": ("name_sort", False),
    "updated": ("updated_at", True),
    "employees": ("employees", True),
}


def public_entries() -> QuerySet[SearchEntry]:
    """Entries of enterprises that everyone may see."""
    return SearchEntry.objects.filter(is_public=True)


def matching_entries(expression: Expression, *columns: str) -> list[tuple]:
    """At most CAP + 1 public entries in which the expression is found.

    An index reads every match of a word before it gives the first. Among many enterprises a word
    is therefore looked for in a sample first, and in the others only if that does not fill CAP.
    """
    entries = public_entries().filter(words__match=expression).values_list(*columns)
    if sum(facet_counts()[code] for code in ("record_0", "record_1")) < MANY:
        return list(entries[: CAP + 1])
    sample = list(entries.filter(is_sample=True)[: CAP + 1])
    if len(sample) > CAP:
        return sample
    return sample + list(entries.filter(is_sample=False)[: CAP + 1 - len(sample)])


@dataclass
class SearchResult:
    """One request: what the words ask for, and for each facet the codes that satisfy it."""

    query: ParsedQuery | None
    chosen: dict[str, list[str]]
    sort: str  # RELEVANCE or one of ORDERS

    def expression(self, without: Iterable[str] = ()) -> Expression | None:
        """The request for the full-text index; None where everything is asked for."""
        parts = [any_of(codes) for name, codes in self.chosen.items() if name not in without]
        if self.query and "q" not in without:
            parts.append(self.query.expression)
        return All(tuple(parts)) if parts else None

    @cached_property
    def _found(self) -> list[tuple]:
        found = self._rows()
        # Where the words alone find nothing either, they are read again with more good will.
        if not found and self.query and not (self.chosen and self.number(self.chosen)):
            self.query = parse_query(self.query.text, is_relaxed=True)
            found = self._rows()
        return found

    def _rows(self) -> list[tuple]:
        """At most CAP + 1 rows: a Candidate's fields, or the first three and what is sorted by."""
        by_worth = self.sort == RELEVANCE
        columns = Candidate._fields if by_worth else (*Candidate._fields[:3], ORDERS[self.sort][0])
        return matching_entries(self.expression(), *columns)

    @property
    def is_everything(self) -> bool:
        """Whether nothing narrows the list."""
        return self.expression() is None

    @property
    def is_capped(self) -> bool:
        """Whether there are more than were looked at."""
        return not self.is_everything and len(self._found) > CAP

    @cached_property
    def kinds(self) -> dict[str, int]:
        """How many real ("0") and demo ("1") records there are among what was looked at."""
        counts = self.counts("record", without=())
        return {kind: counts[f"record_{kind}"] for kind in ("0", "1")}

    def counts(self, name: str, without: Iterable[str] | None = None) -> Counter[str]:
        """How many records carry each code, when this facet's own choice is left aside."""
        without = {name} if without is None else set(without)
        if not without & {*self.chosen, *(["q"] if self.query else [])}:
            return self._all_counts
        expression = self.expression(without)
        if expression is None:
            return facet_counts()
        return _counted(
            expression, lambda: (row[0] for row in matching_entries(expression, "codes")[:CAP])
        )

    @cached_property
    def _all_counts(self) -> Counter[str]:
        if self.is_everything:
            return facet_counts()
        return _counted(self.expression(), lambda: (row[2] for row in self._found[:CAP]))

    def number(self, without: Iterable[str]) -> int:
        """How many there would be without these conditions, at most CAP + 1."""
        expression = self.expression(without)
        if expression is None:
            numbers = facet_counts()
            return numbers["record_0"] + numbers["record_1"]
        return len(matching_entries(expression, "pk"))

    @cached_property
    def in_order(self) -> list[tuple[int, str]]:
        """Enterprise id and codes of those that were looked at, in the order that was asked for."""
        rows = self._found[:CAP]
        if self.sort == RELEVANCE:
            return [(row[0], row[2]) for row in ranked(self.query, rows)]
        rows.sort(key=lambda row: (row[3], row[0]), reverse=ORDERS[self.sort][1])
        rows.sort(key=lambda row: row[1])
        return [(row[0], row[2]) for row in rows]

    def nearest(self, number: int) -> list[tuple[int, str]]:
        """For an empty answer: the best of those that hold at least one of the things asked for.

        Under the chosen facets, or where those leave nothing, anywhere.
        """
        if not self.query:
            return []
        either = Any(tuple(part.expression for part in self.query.needed))
        facets = self.expression(without=["q"])
        for wanted in [All((either, facets)), either] if facets else [either]:
            rows = matching_entries(wanted, *Candidate._fields)
            if best := ranked(self.query, rows)[:number]:
                return [(row[0], row[2]) for row in best]
        return []


def facet_counts() -> Counter[str]:
    """How many public records have each code, demo records included; from memory."""
    return cache_versions.cached(FACET_COUNTS, (FACET_COUNTS,), FacetCount.objects.numbers)


def _counted(expression: Expression, codes: Callable[[], Iterable[str]]) -> Counter[str]:
    """How often each code stands there; remembered until the next write, because whoever narrows
    a list or turns a page asks for most of the same counts again."""
    remembered = cache_versions.cached(f"{FACET_COUNTS}.counted", (FACET_COUNTS,), dict)
    if expression not in remembered:
        if len(remembered) >= MAX_REMEMBERED:
            remembered.clear()
        remembered[expression] = Counter(" ".join(codes()).split())
    return remembered[expression]


@dataclass(frozen=True)
class KeysetPage:
    """Neighbouring entries of a long list, and whether there are others before and after."""

    rows: list[tuple[int, str]]  # enterprise id, codes
    has_previous: bool
    has_next: bool


def keyset_page(
    entries: QuerySet[SearchEntry],
    sort: str,
    size: int,
    beside: SearchEntry | None = None,
    is_backwards: bool = False,
) -> KeysetPage:
    """The `size` entries after one (before it, `is_backwards`), or the first ones.

    By key and not by number, so that the middle of the list is as near as its beginning.
    """
    column, is_descending = ORDERS[sort]
    downwards = is_descending != is_backwards
    sign = "-" if downwards else ""
    rows: list[tuple[int, str]] = []
    for is_demo in (True, False) if is_backwards else (False, True):
        part = entries.filter(is_demo=is_demo).order_by(f"{sign}{column}", f"{sign}pk")
        if beside and beside.is_demo == is_demo:
            part = part.filter(_beyond(column, beside, downwards))
        elif beside and beside.is_demo != is_backwards:
            continue  # the demo records lie behind, or the real ones before
        rows += part.values_list("pk", "codes")[: size + 1 - len(rows)]
        if len(rows) > size:
            break
    has_more, rows = len(rows) > size, rows[:size]
    if is_backwards:
        return KeysetPage(rows[::-1], has_previous=has_more, has_next=True)
    return KeysetPage(rows, has_previous=beside is not None, has_next=has_more)


def _beyond(column: str, beside: SearchEntry, downwards: bool) -> Q:
    value, sign = getattr(beside, column), "lt" if downwards else "gt"
    # The first condition is what an index can use; the second settles equals.
    return Q(**{f"{column}__{sign}e": value}) & (
        Q(**{f"{column}__{sign}": value}) | Q(**{f"pk__{sign}": beside.pk})
    )
