"""Targets and confirmed baselines, for DOIT's staff."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.backoffice.searching import FoldedSearchAdmin
from localization.admin.rates import TYPED_NUMBERS
from localization.models import Baseline, Comparability, RateTarget
from programme.admin.permissions import ManagedAdmin


@admin.register(RateTarget)
class RateTargetAdmin(FoldedSearchAdmin, ManagedAdmin):
    """What decisions set for the rates. Changed by DOIT's staff only."""

    list_display = ["industry", "year", "kind", "percent", "source", "is_official"]
    list_display_links = ["industry", "year"]
    list_filter = ["industry", "year", "kind", "is_official"]
    list_select_related = ["industry"]
    search_fields = ["industry__name_vi", "source", "wording"]
    autocomplete_fields = ["programme", "added_by", "ended_by", "replaces"]
    formfield_overrides = TYPED_NUMBERS
    save_as = True
    fieldsets = [
        (None, {"fields": ["industry", "kind", "year", "percent", "wording"]}),
        (_("Nguồn"), {"fields": ["programme", "source", "is_official"]}),
        (_("Hiệu lực"), {"fields": ["added_by", "ended_by", "replaces"]}),
    ]


@admin.register(Baseline)
class BaselineAdmin(ManagedAdmin):
    """Baselines that replace the inferred ones; who enters one confirms it. DOIT's staff only."""

    list_display = ["industry", "year", "percent", "basis", "method", "confirmed_at"]
    list_select_related = ["industry", "method"]
    search_fields = ["industry__name_vi", "source"]
    readonly_fields = ["confirmed_at", "confirmed_by"]
    formfield_overrides = TYPED_NUMBERS
    date_hierarchy = "confirmed_at"
    fieldsets = [
        (None, {"fields": ["industry", "year", "percent", "basis", "method", "source"]}),
        (_("Xác nhận"), {"fields": ["confirmed_at", "confirmed_by"]}),
    ]

    def save_model(self, request: HttpRequest, obj: Baseline, form, change: bool) -> None:
        obj.confirmed_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Comparability)
class ComparabilityAdmin(ManagedAdmin):
    """Which values may be held against targets by staff's word. DOIT's staff only."""

    list_display = ["industry", "method", "reason", "declared_at", "declared_by"]
    list_filter = ["industry"]
    list_select_related = ["industry", "method", "declared_by"]
    search_fields = ["industry__name_vi", "method__name_vi", "reason"]
    readonly_fields = ["declared_at", "declared_by"]
    date_hierarchy = "declared_at"
    fieldsets = [
        (None, {"fields": ["industry", "method", "reason"]}),
        (_("Khai báo"), {"fields": ["declared_at", "declared_by"]}),
    ]

    def save_model(self, request: HttpRequest, obj: Comparability, form, change: bool) -> None:
        obj.declared_by = request.user
        super().save_model(request, obj, form, change)
