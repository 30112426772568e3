"""Published values, formulas, weights and context, for DOIT's staff.

A value is never changed: a later publication is another value, and a mistake is withdrawn.
"""

from decimal import Decimal

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import Industry
from core.backoffice.actions import ActionForm
from core.backoffice.permissions import NoChangeMixin, NoDeleteMixin
from core.backoffice.searching import FoldedSearchAdmin
from core.backoffice.slugs import SlugFromNameAdmin
from core.numbers import NumberField
from localization.models import (
    ComponentGroup,
    ContextSeries,
    ContextValue,
    IndustryWeight,
    Method,
    Rate,
    Subsector,
    WeightSet,
)
from programme.admin.permissions import ManagedAdmin, ManagedRows

# 67,5 as Vietnamese offices write it.
TYPED_NUMBERS = {models.DecimalField: {"form_class": NumberField}}


class WithdrawRateForm(ActionForm):
    """Taking a mistaken value from the public."""

    reason = forms.CharField(label=gettext_lazy("Lý do thu hồi"), max_length=300)


@admin.register(Rate)
class RateAdmin(NoChangeMixin, NoDeleteMixin, ManagedAdmin):
    """Values of all kinds and vintages; those of surveys come from published estimates."""

    list_display = ["industry", "subsector", "year", "kind", "percent", "published_on", "standing"]
    list_display_links = ["industry", "year"]
    list_filter = ["industry", "kind", "year", "method", "is_demo"]
    list_select_related = ["industry", "subsector"]
    date_hierarchy = "published_on"
    search_fields = ["industry__name_vi", "subsector__name_vi", "source", "document"]
    autocomplete_fields = ["subsector"]
    formfield_overrides = TYPED_NUMBERS
    readonly_fields = ["entered_at", "entered_by", "withdrawn_at", "withdrawn_reason"]
    fieldsets = [
        (None, {"fields": ["industry", "subsector", "year", "kind", "method", "scope"]}),
        (gettext_lazy("Giá trị"), {"fields": ["percent", ("low", "high"), "break_note"]}),
        (
            gettext_lazy("Công bố"),
            {
                "fields": [
                    *("source", "document", "document_url", "published_on", "revision_reason")
                ]
            },
        ),
        (
            gettext_lazy("Nhập và thu hồi"),
            {"fields": ["entered_at", "entered_by", "withdrawn_at", "withdrawn_reason"]},
        ),
    ]

    @admin.display(description=gettext_lazy("Tình trạng"))
    def standing(self, rate: Rate) -> str:
        return rate.get_state_display()

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "kind":
            field.choices = [each for each in field.choices if each[0] != Rate.Kind.SURVEY]
        if db_field.name == "method":
            field.queryset = Method.objects.in_force()
        return field

    def save_model(self, request: HttpRequest, obj: Rate, form, change: bool) -> None:
        obj.entered_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Method)
class MethodAdmin(NoDeleteMixin, ManagedAdmin):
    """Formulas by version, changed by DOIT's staff only; published values keep their version."""

    list_display = ["name_vi", "number", "kind", "citation", "retired_on"]
    list_filter = ["kind"]
    search_fields = ["name_vi", "code"]
    save_as = True


@admin.register(Subsector)
class SubsectorAdmin(FoldedSearchAdmin, SlugFromNameAdmin, ManagedAdmin):
    """Parts of industries that staff follow. DOIT's staff only."""

    list_display = ["name_vi", "industry", "slug"]
    list_filter = ["industry"]
    list_select_related = ["industry"]
    search_fields = ["name_vi", "name_en", "slug"]


@admin.register(ComponentGroup)
class ComponentGroupAdmin(SlugFromNameAdmin, ManagedAdmin):
    """Groups of components that the survey asks about. DOIT's staff only."""

    list_display = ["name_vi", "search_words"]
    list_filter = ["industries"]
    search_fields = ["name_vi", "name_en", "slug"]
    filter_horizontal = ["industries"]


class WholeWeights(forms.BaseInlineFormSet):
    """Weights of a set: of every industry that has a target, and 100 per cent together."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("industry")]
        weights = {row["industry"]: row["percent"] for row in rows if not row.get("DELETE")}
        needed = Industry.objects.filter(rate_targets__isnull=False).distinct()
        missing = [industry.name for industry in needed if industry not in weights]
        if missing:
            names = {"names": ", ".join(missing)}
            raise ValidationError(_("Còn thiếu trọng số của: %(names)s.") % names)
        if (whole := sum(weights.values())) != Decimal(100):
            message = _("Các trọng số phải cộng thành 100%%, hiện là %(whole)s%%.")
            raise ValidationError(message % {"whole": whole})


class IndustryWeightRows(ManagedRows, admin.TabularInline):
    model = IndustryWeight
    formfield_overrides = TYPED_NUMBERS
    formset = WholeWeights
    extra = 6


@admin.register(WeightSet)
class WeightSetAdmin(ManagedAdmin):
    """Weights of the industries in the City's total, with their source. DOIT's staff only."""

    list_display = ["from_year", "source"]
    search_fields = ["source"]
    inlines = [IndustryWeightRows]


class ContextValueRows(ManagedRows, admin.TabularInline):
    model = ContextValue
    formfield_overrides = TYPED_NUMBERS
    extra = 1


@admin.register(ContextSeries)
class ContextSeriesAdmin(SlugFromNameAdmin, ManagedAdmin):
    """Series of others, shown for context on an axis of their own. DOIT's staff only."""

    list_display = ["name_vi", "source"]
    search_fields = ["name_vi", "source"]
    inlines = [ContextValueRows]
