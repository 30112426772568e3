"""Staff keep the taxonomies and the places; a renamed term is found by its new words at once."""

from django.contrib import admin
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from catalogue.changed_terms import changing
from catalogue.models import (
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
from core.backoffice.folded_search import FoldedSearchAdmin
from core.backoffice.slugs import SlugFromNameAdmin


class NamedThingAdmin(FoldedSearchAdmin):
    """Admin of what records refer to: whoever uses a changed or deleted one renews its own."""

    def save_model(self, request: HttpRequest, obj: Model, form, change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            return
        with changing(self.model, [obj.pk], form.changed_data):
            super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        with changing(self.model, [obj.pk]):
            super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with changing(self.model, list(queryset.values_list("pk", flat=True))):
            super().delete_queryset(request, queryset)


class TermAdmin(SlugFromNameAdmin, NamedThingAdmin):
    """Admin of a taxonomy: two names, other names, a slug."""

    list_display = ["name_vi", "name_en", "slug"]
    search_fields = ["name_vi", "name_en", "aliases", "slug"]


class OrderedTermAdmin(TermAdmin):
    """Admin of a taxonomy that stands in an order of its own."""

    list_display = ["position", "name_vi", "name_en"]
    list_display_links = ["name_vi"]


admin.site.register([Sector, ProcessFamily], OrderedTermAdmin)
admin.site.register([Material, Standard, Market, Language], TermAdmin)


@admin.register(Industry)
class IndustryAdmin(OrderedTermAdmin):
    list_display = ["position", "name_vi", "name_en", "kind"]


@admin.register(VsicClass)
class VsicClassAdmin(NamedThingAdmin):
    list_display = ["code", "name_vi", "name_en", "version"]
    list_filter = ["version"]
    search_fields = ["code", "name_vi", "name_en"]


@admin.register(Process)
class ProcessAdmin(TermAdmin):
    list_display = ["name_vi", "name_en", "family", "slug"]
    list_filter = ["family"]
    list_select_related = ["family"]
    autocomplete_fields = ["family"]


@admin.register(MachineKind)
class MachineKindAdmin(TermAdmin):
    list_display = ["name_vi", "name_en", "capacity_vi", "unit", "steps"]
    list_filter = ["unit"]


@admin.register(SynonymGroup)
class SynonymGroupAdmin(FoldedSearchAdmin):
    search_fields = ["words"]


class PlaceAdmin(NamedThingAdmin):
    """Admin of places: names, other names, a point on the map."""

    list_display = ["name_vi", "name_en", "on_map"]
    search_fields = ["name_vi", "name_en", "aliases"]

    @admin.display(description=gettext_lazy("có tọa độ"), boolean=True)
    def on_map(self, place: Ward | IndustrialPark) -> bool:
        return place.point is not None


@admin.register(Ward)
class WardAdmin(PlaceAdmin):
    list_display = ["code", "name_vi", "name_en", "on_map"]
    list_display_links = ["code", "name_vi"]
    search_fields = ["name_vi", "name_en", "aliases", "code"]
    fields = ["code", "name_vi", "name_en", "aliases", ("latitude", "longitude")]

    def get_readonly_fields(self, request: HttpRequest, obj: Ward | None = None) -> list[str]:
        # The code is the key: another code would make another ward.
        return ["code"] if obj else []


@admin.register(IndustrialPark)
class IndustrialParkAdmin(SlugFromNameAdmin, PlaceAdmin):
    list_display = ["name_vi", "name_en", "kind", "ward", "on_map"]
    list_filter = ["kind"]
    list_select_related = ["ward"]
    search_fields = ["name_vi", "name_en", "aliases", "slug"]
    autocomplete_fields = ["ward"]
    fields = ["name_vi", "name_en", "slug", "kind", "ward", "aliases", ("latitude", "longitude")]
