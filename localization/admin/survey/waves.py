"""Waves: prepared, opened, closed, opened again; who has answered."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from core.backoffice.actions import ActionForm, Download
from core.downloads import table_response
from core.numbers import DayField
from localization.admin.survey.access import SurveyAdmin, may_run
from localization.admin.survey.sheets import SurveySheetAdmin
from localization.models import Method, Wave
from localization.surveying.response import as_dataset, response_tables

DRAFT, OPEN, CLOSED, PUBLISHED = Wave.State.values
ASKED = (OPEN, CLOSED, PUBLISHED)


class CloseWaveForm(ActionForm):
    """Why, where enterprises could still answer."""

    reason = forms.CharField(
        label=_("Lý do đóng trước hạn"),
        max_length=300,
        widget=forms.Textarea({"rows": 3, "cols": 60}),
        help_text=_("Gửi trong thư cho các doanh nghiệp chưa trả lời."),
        error_messages={"required": _("Hãy ghi lý do đóng trước hạn.")},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not self.record.takes_answers:
            del self.fields["reason"]


class ReopenWaveForm(ActionForm):
    """Why; and, where enterprises are to answer again, until when."""

    closes_on = DayField(label=_("Doanh nghiệp trả lời đến hết ngày"))
    reason = forms.CharField(
        label=_("Lý do mở lại"),
        max_length=300,
        widget=forms.Textarea({"rows": 3, "cols": 60}),
        error_messages={"required": _("Hãy ghi lý do mở lại.")},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.record.state == PUBLISHED:
            del self.fields["closes_on"]


@admin.register(Wave)
class WaveAdmin(SurveySheetAdmin, SurveyAdmin):
    """One wave a year; its page shows who has answered."""

    change_form_template = "admin/localization/surveying/wave_change.html"
    action_template = "admin/localization/surveying/wave_action.html"
    list_display = ["__str__", "conductor", "method", "state", "closes_on", "is_demo"]
    list_filter = ["state", "conductor", "is_demo"]
    list_select_related = ["method"]
    search_fields = ["year"]
    date_hierarchy = "closes_on"
    readonly_fields = ["state", "opened_at", "closed_at", "close_reason", "reopen_reason"]
    fieldsets = [
        (None, {"fields": ["year", "conductor", "method", "closes_on", "scope"]}),
        (_("Tình trạng"), {"fields": readonly_fields}),
    ]
    downloads = (
        Download("csv", _("Tải tỷ lệ trả lời (CSV)"), ASKED),
        Download("xlsx", _("Tải tỷ lệ trả lời (XLSX)"), ASKED),
    )

    def has_run_permission(self, request: HttpRequest) -> bool:
        return may_run(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Wave | None = None) -> bool:
        is_fixed = obj is not None and obj.state == PUBLISHED
        return not is_fixed and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Wave | None = None) -> list:
        fixed = ["year"] if obj and obj.state != DRAFT else []
        last_day = ["closes_on"] if obj and obj.state == CLOSED else []
        return [*super().get_readonly_fields(request, obj), *fixed, *last_day]

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "method":
            kwargs["queryset"] = Method.objects.computable()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(self, request: HttpRequest, context: dict, *args, **kwargs):
        wave = context.get("original")
        if wave and wave.state in ASKED:
            context["tables"] = response_tables(wave)
            context["sheets"] = self.sheet_links(request, wave)
        return super().render_change_form(request, context, *args, **kwargs)

    def csv(self, request: HttpRequest, wave: Wave) -> HttpResponse:
        return _response_file(wave, "csv")

    def xlsx(self, request: HttpRequest, wave: Wave) -> HttpResponse:
        return _response_file(wave, "xlsx")


def _response_file(wave: Wave, file_format: str) -> HttpResponse:
    return table_response(
        as_dataset(response_tables(wave)), f"ty-le-tra-loi-{wave.year}", file_format
    )
