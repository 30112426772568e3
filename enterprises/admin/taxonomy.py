"""Staff keep the taxonomies and the places; a renamed term is found by its new words at once."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from enterprises.models import (
    Enterprise,
    IndustrialPark,
    Industry,
    Material,
    Process,
    Standard,
    Ward,
)
from enterprises.search import reindex


class ReindexingAdmin(admin.ModelAdmin):
    """Admin of what enterprises refer to; `enterprise_path` leads from an enterprise to it."""

    enterprise_path = ""

    def save_model(self, request: HttpRequest, obj: Model, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:
            using = Enterprise.objects.filter(**{self.enterprise_path: obj}).values("pk")
            reindex(Enterprise.objects.filter(pk__in=using))


class TermAdmin(ReindexingAdmin):
    list_display = ["name_vi", "name_en", "slug"]
    search_fields = ["name_vi", "name_en", "aliases", "slug"]
    prepopulated_fields = {"slug": ["name_vi"]}


@admin.register(Industry)
class IndustryAdmin(TermAdmin):
    enterprise_path = "industries"
    list_display = ["position", "name_vi", "name_en", "kind"]
    list_display_links = ["name_vi"]


@admin.register(Process)
class ProcessAdmin(TermAdmin):
    enterprise_path = "processes"


@admin.register(Material)
class MaterialAdmin(TermAdmin):
    enterprise_path = "materials"


@admin.register(Standard)
class StandardAdmin(TermAdmin):
    enterprise_path = "certificates__standard"


@admin.register(Ward)
class WardAdmin(ReindexingAdmin):
    enterprise_path = "ward"
    list_display = ["code", "name_vi", "name_en"]
    search_fields = ["name_vi", "name_en", "code"]


@admin.register(IndustrialPark)
class IndustrialParkAdmin(ReindexingAdmin):
    enterprise_path = "park"
    list_display = ["name_vi", "name_en", "kind"]
    list_filter = ["kind"]
    search_fields = ["name_vi", "name_en"]
    prepopulated_fields = {"slug": ["name_vi"]}
