"""Back office of programmes, their groups and targets, and the decisions that amend them."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.backoffice.actions import Action, Download
from core.backoffice.slugs import SlugFromNameAdmin
from core.imports.admin import ImportAdminMixin
from programme.admin.amending import proposals_of
from programme.admin.copying import COPY
from programme.admin.forms import NUMBERS_AS_TYPED
from programme.admin.permissions import ManagedAdmin
from programme.importing.targets import TargetImporter
from programme.models import Amendment, Programme, Target, TaskGroup
from programme.period_choices import period_select, quarters_of

# What is added where a programme is copied from another one.
FILLING = [f"programme.add_{model}" for model in ("taskgroup", "task", "target", "measure")]


@admin.register(Programme)
class ProgrammeAdmin(SlugFromNameAdmin, ManagedAdmin):
    """Programmes: a second one is entered here and shown without code. DOIT's staff only."""

    list_display = ["number", "title_vi", "first_year", "last_year", "is_main", "is_demo"]
    search_fields = ["number", "title_vi"]
    date_hierarchy = "signed_on"
    slug_from = "title_vi"
    other_actions = (COPY,)
    fieldsets = [
        (
            _("Quyết định"),
            {
                "fields": [
                    "number",
                    "signed_on",
                    "issuer",
                    "title_vi",
                    "title_en",
                    "slug",
                    "is_main",
                    "first_year",
                    "last_year",
                ]
            },
        ),
        (
            _("Báo cáo quý"),
            {
                "fields": ["reports_from", "report_days"],
                "description": _(
                    "Từ quý đã ghi, mỗi đơn vị chủ trì, và mỗi đơn vị phối hợp đã có tài khoản "
                    "khi quý kết thúc, phải báo cáo từng quý trên Cổng. Số liệu chốt ngày 14 tháng "
                    "cuối quý (Nghị định 09/2019/NĐ-CP): với hạn 10 ngày, báo cáo quý I gửi chậm "
                    "nhất ngày 24/3. Quý trước đó không bắt buộc, nhưng nhập sau được với ngày báo "
                    "cáo thực."
                ),
            },
        ),
        (_("Thay thế"), {"fields": ["replaces_number", "replaces_signed_on"]}),
        (_("Nội dung"), {"fields": ["viewpoint_vi", "goals_vi"]}),
    ]

    def get_form(
        self, request: HttpRequest, obj: Programme | None = None, change: bool = False, **kwargs
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        if "reports_from" in form.base_fields:
            form.base_fields["reports_from"].widget = period_select(quarters_of(obj))
        return form

    def may_apply(
        self, request: HttpRequest, offer: Action | Download, record: models.Model
    ) -> bool:
        return self.has_change_permission(request, record) and request.user.has_perms(FILLING)

    def offers(self, request: HttpRequest, record: Any) -> list[tuple[str, str | Promise]]:
        """Return what may be done, and for those who fill a programme its imports from sheets."""
        offered = super().offers(request, record)
        if not self.may_apply(request, COPY, record):
            return offered
        sheets = {
            "task": _("Nhập nhiệm vụ từ bảng tính"),
            "target": _("Nhập chỉ tiêu từ bảng tính"),
        }
        into = f"?into={record.pk}"
        return [
            *((reverse(f"admin:programme_{name}_import") + into, sheets[name]) for name in sheets),
            *offered,
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Programme | None = None) -> list[str]:
        # Papers and letters print addresses with the slug.
        return [*super().get_readonly_fields(request, obj), *(["slug"] if obj else [])]


class OfAProgramme(admin.ModelAdmin):
    """Admin of what belongs to a programme, which lists and pickers name."""

    list_filter = ["programme"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("programme")

    @admin.display(description=_("chương trình"), ordering="programme")
    def programme_shown(self, record: Amendment | TaskGroup | Target) -> str:
        return record.programme.short_title


@admin.register(Amendment)
class AmendmentAdmin(OfAProgramme, ManagedAdmin):
    """Decisions that add, change or end tasks and targets. DOIT's staff only."""

    list_display = ["number", "signed_on", "effective_on", "issuer", "programme_shown"]
    search_fields = ["number", "summary"]
    date_hierarchy = "effective_on"
    autocomplete_fields = ["programme"]
    readonly_fields = ["proposals_shown"]

    @admin.display(description=_("từ các đề nghị"))
    def proposals_shown(self, amendment: Amendment) -> str:
        return proposals_of(amendment) if amendment.pk else "–"


@admin.register(TaskGroup)
class TaskGroupAdmin(OfAProgramme, ManagedAdmin):
    """Groups of tasks. DOIT's staff only."""

    list_display = ["number", "title_vi", "programme_shown"]
    list_display_links = ["number", "title_vi"]
    search_fields = ["title_vi", "number"]
    autocomplete_fields = ["programme"]


@admin.register(Target)
class TargetAdmin(ImportAdminMixin, OfAProgramme, ManagedAdmin):
    """Measurable targets; a change is an end and an addition by a decision. DOIT's staff only."""

    importer = TargetImporter
    list_display = [
        *("name_vi", "programme_shown", "section", "period", "by_year"),
        *("minimum", "maximum", "unit_vi"),
    ]
    list_filter = ["programme", "period"]
    search_fields = ["name_vi", "code"]
    autocomplete_fields = ["programme", "added_by", "ended_by", "replaces"]
    formfield_overrides = NUMBERS_AS_TYPED
    save_as = True
    fieldsets = [
        (
            None,
            {"fields": ["programme", "code", "name_vi", "name_en", "section", "position"]},
        ),
        (
            _("Mức"),
            {"fields": ["period", "by_year", "minimum", "maximum", "unit_vi", "unit_en"]},
        ),
        (_("Hiệu lực"), {"fields": ["added_by", "ended_by", "replaces"]}),
    ]
