"""Staff keep the taxonomies and the places; a renamed term is found by its new words at once.

Search keeps codes of terms, not their names, so that only few changes touch enterprises' entries.
"""

from django.contrib import admin
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from core.text import fold
from enterprises.models import (
    Enterprise,
    IndustrialPark,
    Industry,
    Language,
    MachineKind,
    Market,
    Material,
    Process,
    ProcessFamily,
    Sector,
    Standard,
    SynonymGroup,
    VsicClass,
    Ward,
)
from enterprises.tasks import reindex_all


class FoldedSearchAdmin(admin.ModelAdmin):
    """Admin of a short table, searched with or without marks in the columns of search_fields."""

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str):
        wanted = fold(search_term).split()
        if not wanted:
            return queryset, False
        columns = self.get_search_fields(request)
        found = [
            key
            for key, *texts in queryset.values_list("pk", *columns)
            if all(word in fold(" ".join(texts)) for word in wanted)
        ]
        return queryset.filter(pk__in=found), False


class ReindexingAdmin(FoldedSearchAdmin):
    """Admin of what enterprises refer to; `enterprise_path` leads from an enterprise to it.

    A change of one of the fields in `indexed` changes the entries of the enterprises that use it,
    and so does a deletion that takes the term from them.
    """

    enterprise_path = ""
    indexed: frozenset[str] = frozenset()

    def save_model(self, request: HttpRequest, obj: Model, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and self.indexed.intersection(form.changed_data):
            reindex_all(self._using([obj.pk]))

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        using = self._using([obj.pk])
        super().delete_model(request, obj)
        reindex_all(using)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        using = self._using(list(queryset.values_list("pk", flat=True)))
        super().delete_queryset(request, queryset)
        reindex_all(using)

    def _using(self, terms: list) -> list[int]:
        """The enterprises that refer to one of these, as they stand before anything is deleted."""
        if not self.enterprise_path:
            return []
        using = Enterprise.objects.filter(**{f"{self.enterprise_path}__in": terms})
        return list(using.order_by().values_list("pk", flat=True).distinct())


class TermAdmin(ReindexingAdmin):
    """Admin of a taxonomy: two names, other names, a slug."""

    list_display = ["name_vi", "name_en", "slug"]
    search_fields = ["name_vi", "name_en", "aliases", "slug"]
    prepopulated_fields = {"slug": ["name_vi"]}


class OrderedTermAdmin(TermAdmin):
    """Admin of a taxonomy that stands in an order of its own."""

    list_display = ["position", "name_vi", "name_en"]
    list_display_links = ["name_vi"]


@admin.register(Industry)
class IndustryAdmin(OrderedTermAdmin):
    enterprise_path = "industries"
    list_display = ["position", "name_vi", "name_en", "kind"]


@admin.register(Sector)
class SectorAdmin(OrderedTermAdmin):
    enterprise_path = "sectors"


@admin.register(VsicClass)
class VsicClassAdmin(ReindexingAdmin):
    enterprise_path = "vsic_classes"
    indexed = frozenset({"code"})
    list_display = ["code", "name_vi", "name_en", "version"]
    list_filter = ["version"]
    search_fields = ["code", "name_vi", "name_en"]


@admin.register(ProcessFamily)
class ProcessFamilyAdmin(OrderedTermAdmin):
    """A family that still has processes cannot be deleted."""


@admin.register(Process)
class ProcessAdmin(TermAdmin):
    enterprise_path = "processes"
    indexed = frozenset({"family"})
    list_display = ["name_vi", "name_en", "family", "slug"]
    list_filter = ["family"]
    list_select_related = ["family"]
    autocomplete_fields = ["family"]


@admin.register(MachineKind)
class MachineKindAdmin(TermAdmin):
    enterprise_path = "machines__kind"
    indexed = frozenset({"unit", "steps"})
    list_display = ["name_vi", "name_en", "capacity_vi", "unit", "steps"]
    list_filter = ["unit"]


@admin.register(Material)
class MaterialAdmin(TermAdmin):
    enterprise_path = "materials"


@admin.register(Standard)
class StandardAdmin(TermAdmin):
    enterprise_path = "certificates__standard"


@admin.register(Market)
class MarketAdmin(TermAdmin):
    enterprise_path = "markets"


@admin.register(Language)
class LanguageAdmin(TermAdmin):
    """Languages are no part of what search knows."""


@admin.register(SynonymGroup)
class SynonymGroupAdmin(FoldedSearchAdmin):
    search_fields = ["words"]


class PlaceAdmin(ReindexingAdmin):
    """Admin of places: names, other names, a point on the map."""

    list_display = ["name_vi", "name_en", "on_map"]
    search_fields = ["name_vi", "name_en", "aliases"]

    @admin.display(description=gettext_lazy("có tọa độ"), boolean=True)
    def on_map(self, place: Ward | IndustrialPark) -> bool:
        return place.point is not None


@admin.register(Ward)
class WardAdmin(PlaceAdmin):
    enterprise_path = "ward"
    list_display = ["code", "name_vi", "name_en", "on_map"]
    list_display_links = ["code", "name_vi"]
    search_fields = ["name_vi", "name_en", "aliases", "code"]
    fields = ["code", "name_vi", "name_en", "aliases", ("latitude", "longitude")]

    def get_readonly_fields(self, request: HttpRequest, obj: Ward | None = None) -> list[str]:
        # The code is the key: another code would make another ward.
        return ["code"] if obj else []


@admin.register(IndustrialPark)
class IndustrialParkAdmin(PlaceAdmin):
    enterprise_path = "park"
    list_display = ["name_vi", "name_en", "kind", "ward", "on_map"]
    list_filter = ["kind"]
    list_select_related = ["ward"]
    search_fields = ["name_vi", "name_en", "aliases", "slug"]
    autocomplete_fields = ["ward"]
    prepopulated_fields = {"slug": ["name_vi"]}
    fields = ["name_vi", "name_en", "slug", "kind", "ward", "aliases", ("latitude", "longitude")]
