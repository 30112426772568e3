"""Pickers of the back office: what they offer for words that are typed, and how they name it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from core.backoffice.folded_search import FoldedSearchAdmin


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
        return _named(super().formfield_for_foreignkey(db_field, request, **kwargs))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any):
        return _named(super().formfield_for_manytomany(db_field, request, **kwargs))


def _named(field: Any) -> Any:
    if field is not None:
        field.label_from_instance = picker_label
    return field
