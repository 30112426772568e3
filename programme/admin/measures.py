"""Back office of measures: what is counted against targets and in reports, and typed results."""

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programme.admin.forms import NUMBERS_AS_TYPED
from programme.admin.permissions import ManagedAdmin, ManagedRows
from programme.computations import computations
from programme.models import Measure, MeasureValue
from programme.period_choices import year_select


class MeasureValueRows(ManagedRows, admin.TabularInline):
    """Results by year with their sources; where a year is computed, the computed figure counts."""

    model = MeasureValue
    formfield_overrides = NUMBERS_AS_TYPED
    readonly_fields = ["entered_by"]
    verbose_name_plural = _(
        "kết quả từng năm, kèm nguồn (năm nào Cổng tính được thì số tính được thay cho số nhập)"
    )

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "year" and field is not None:
            field.widget = year_select()
        return field


@admin.register(Measure)
class MeasureAdmin(ManagedAdmin):
    """Measures of targets and tasks. DOIT's staff only."""

    list_display = [
        *("name_vi", "programme_shown", "target_shown", "task_number", "source", "unit_vi"),
    ]
    list_filter = ["programme", "source"]
    list_select_related = ["target", "programme"]
    search_fields = ["name_vi", "code"]
    autocomplete_fields = ["programme", "target"]
    formfield_overrides = NUMBERS_AS_TYPED
    inlines = [MeasureValueRows]
    history_rows = (MeasureValue,)
    fieldsets = [
        (None, {"fields": ["programme", "code", "name_vi", "name_en", "unit_vi", "unit_en"]}),
        (
            _("Thuộc về"),
            {"fields": ["target", "alternative_minimum", "task_number", "position"]},
        ),
        (_("Nguồn số liệu"), {"fields": ["source", "record_key", "is_yes_no"]}),
    ]

    @admin.display(description=_("chương trình"), ordering="programme")
    def programme_shown(self, measure: Measure) -> str:
        return measure.programme.short_title

    @admin.display(description=_("chỉ tiêu"))
    def target_shown(self, measure: Measure) -> str:
        return str(measure.target or "–")

    def get_inline_instances(self, request: HttpRequest, obj: Measure | None = None) -> list:
        # The years that a result may have are those of the saved measure's programme.
        return super().get_inline_instances(request, obj) if obj else []

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs):
        if db_field.name == "record_key":
            kwargs["widget"] = forms.Select(choices=[("", "---------"), *computations()])
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_formset(self, request: HttpRequest, form, formset, change: bool) -> None:
        for row in formset.forms:
            if row.has_changed():
                row.instance.entered_by = request.user
        super().save_formset(request, form, formset, change)
