"""Search of short tables by words, with or without marks, and the pickers that search them."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Case, Model, QuerySet, Value, When
from django.http import HttpRequest

from core.text import fold

EXACT, BEGINS, BEGINS_WORDS, ELSEWHERE = range(4)  # where the words of a search were found


class FoldedSearchAdmin(admin.ModelAdmin):
    """Admin of a short table, searched with or without marks in the columns of search_fields."""

    def searched_texts(self, queryset: QuerySet) -> Iterator[tuple[Any, list[str]]]:
        """Yield the key of each record with the texts in which its words are looked for."""
        for key, *texts in queryset.order_by().values_list("pk", *self.search_fields):
            yield key, [str(text) for text in texts if text]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str):
        if not fold(search_term):
            return queryset, False
        return queryset.filter(pk__in=self._places(queryset, search_term)), False

    def ranked(self, found: QuerySet, search_term: str) -> QuerySet:
        """Return what was found with exact names first, then those that begin so, then others."""
        places = self._places(found, search_term)
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


def picker_label(record: Model) -> str:
    """Return how a picker names a record: as its `picker_label` says, or else as it is written."""
    return getattr(record, "picker_label", "") or str(record)


class PickerView(AutocompleteJsonView):
    """What a picker offers for the words that were typed."""

    def get_queryset(self) -> QuerySet:
        found = super().get_queryset()
        if self.term and isinstance(self.model_admin, FoldedSearchAdmin):
            return self.model_admin.ranked(found, self.term)
        return found

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        return {**super().serialize_result(obj, to_field_name), "text": picker_label(obj)}


class PickerLabelsAdmin(admin.ModelAdmin):
    """Admin whose fields name what is chosen as the pickers do."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None:
            field.label_from_instance = picker_label  # type: ignore[method-assign,assignment]
        return field
