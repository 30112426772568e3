"""Lists of the back office are searched with or without Vietnamese marks, pickers too."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest

from core.text import fold

MOST = 2_000  # records whose words are folded for one search; longer lists are the database's
EXACT, BEGINS, BEGINS_WORDS, ELSEWHERE = range(4)  # where the words of a search were found


class FoldedSearchAdmin(admin.ModelAdmin):
    """Admin of a short table, searched with or without marks in the columns of search_fields."""

    def searched_texts(self, queryset: QuerySet) -> Iterator[tuple[Any, list[str]]]:
        """Yield the key of each record with the texts in which its words are looked for."""
        columns = [name.lstrip("^=@") for name in self.search_fields]
        for key, *texts in queryset.order_by().values_list("pk", *columns):
            yield key, [str(text) for text in texts if text]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str):
        if not (fold(search_term) and self.search_fields) or queryset.order_by()[MOST:].exists():
            return super().get_search_results(request, queryset, search_term)
        return queryset.filter(pk__in=self._places(queryset, search_term)), False

    def ranked(self, found: QuerySet, search_term: str) -> QuerySet:
        """Return what was found with exact names first, then those that begin so, then others."""
        places = {} if found.order_by()[MOST:].exists() else self._places(found, search_term)
        if not places:
            return found
        groups = [
            When(pk__in=[key for key, at in places.items() if at == place], then=Value(place))
            for place in sorted(set(places.values()))
        ]
        order = found.query.order_by or found.model._meta.ordering
        return found.order_by(Case(*groups, default=Value(ELSEWHERE)), *order)

    def _places(self, queryset: QuerySet, search_term: str) -> dict[Any, int]:
        """Return where the words of a search are found, by key of the records that have them."""
        wanted = fold(search_term)
        found: dict[Any, int] = {}
        for key, texts in self.searched_texts(queryset):
            place = _place(wanted, [fold(text) for text in texts])
            if place is not None:
                found[key] = min(place, found.get(key, place))
        return found


def _place(wanted: str, texts: list[str]) -> int | None:
    words, whole = wanted.split(), " ".join(texts)
    if not words or not all(word in whole for word in words):
        return None
    if wanted in texts:
        return EXACT
    if any(text.startswith(wanted) for text in texts):
        return BEGINS
    return BEGINS_WORDS if all(f" {word}" in f" {whole}" for word in words) else ELSEWHERE
