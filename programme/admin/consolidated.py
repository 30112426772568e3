"""The Department consolidates: collects a period, edits what it says, signs outside, publishes."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from core.backoffice.actions import Download
from core.backoffice.records import RecordAdmin
from core.downloads import table_response
from core.papers import docx_response
from programme.consolidating.collecting import collect
from programme.consolidating.document import report_docx
from programme.consolidating.forms import ConsolidatedReportForm
from programme.consolidating.spreadsheet import as_table
from programme.models import ConsolidatedReport, TaskGroup

# How the Department's reports usually begin; each report keeps its own.
USUAL = {
    "agency_name": "SỞ CÔNG THƯƠNG",
    "symbol": "BC-SCT",
    "signatory_title": "GIÁM ĐỐC",
    "recipients": "Ủy ban nhân dân Thành phố (để báo cáo);\nBan Chỉ đạo (để báo cáo);\nLưu: VT.",
}
ANY = tuple(ConsolidatedReport.State)


@admin.register(ConsolidatedReport)
class ConsolidatedReportAdmin(RecordAdmin):
    """Reports of periods, for those who may change them; published ones stand as they are."""

    form = ConsolidatedReportForm
    list_display = ["__str__", "programme", "group", "number_and_symbol", "signed_on", "state"]
    list_filter = ["programme", "state", "is_interim"]
    list_select_related = ["programme", "group"]
    date_hierarchy = "signed_on"
    search_fields = ["period_code", "programme__number"]
    autocomplete_fields = ["programme"]
    formfield_overrides = {
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4, "cols": 60})}
    }
    readonly_fields = ["state", "collected_at", "published_at", "published_by", "withdraw_reason"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "programme",
                    "period_code",
                    "is_interim",
                    "group",
                    "state",
                    "collected_at",
                ]
            },
        ),
        (_("Nhận định của Sở"), {"fields": ["assessment", "outlook"]}),
        (
            _("Thể thức văn bản"),
            {
                "fields": [
                    *("superior", "agency_name", ("number", "symbol"), ("place", "signed_on")),
                    *("bases", "signatory_title", "signatory_name", "recipients"),
                ]
            },
        ),
        (_("Công bố"), {"fields": ["published_at", "published_by", "withdraw_reason"]}),
    ]
    downloads = (
        Download("docx", _("Tải văn bản (DOCX)"), ANY),
        Download("xlsx", _("Tải toàn bộ dòng (XLSX)"), ANY),
    )

    @admin.display(description=_("Số, ký hiệu"))
    def number_and_symbol(self, obj: ConsolidatedReport) -> str:
        return obj.number_line

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        return {**USUAL, **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "group":
            kwargs["queryset"] = TaskGroup.objects.select_related("programme")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: ConsolidatedReport | None = None):
        fixed = ["programme", "period_code", "is_interim", "group"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ConsolidatedReport]:
        """Return what this person may see; who only follows sees no draft."""
        return super().get_queryset(request).visible_to(request.user)

    def has_view_permission(
        self, request: HttpRequest, obj: ConsolidatedReport | None = None
    ) -> bool:
        if obj is None:
            return super().has_view_permission(request)
        return ConsolidatedReport.objects.visible_to(request.user).filter(pk=obj.pk).exists()

    def has_change_permission(
        self, request: HttpRequest, obj: ConsolidatedReport | None = None
    ) -> bool:
        stands = obj is not None and obj.state != ConsolidatedReport.State.DRAFT
        return not stands and super().has_change_permission(request, obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: ConsolidatedReport | None = None
    ) -> bool:
        stands = obj is not None and obj.state != ConsolidatedReport.State.DRAFT
        return not stands and super().has_delete_permission(request, obj)

    def get_view_on_site_url(self, obj: ConsolidatedReport | None = None) -> str | None:
        is_public = obj is not None and obj.state == ConsolidatedReport.State.PUBLISHED
        return super().get_view_on_site_url(obj) if is_public else None

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        """Fill a new report with what is known today."""
        super().save_related(request, form, formsets, change)
        if not change:
            form.instance.store(collect(form.instance), request.user)

    def docx(self, request: HttpRequest, report: ConsolidatedReport) -> HttpResponse:
        return docx_response(report_docx(report), f"{report.file_stem}-{report.period_code}")

    def xlsx(self, request: HttpRequest, report: ConsolidatedReport) -> HttpResponse:
        return table_response(as_table(report), f"{report.file_stem} {report.period_code}", "xlsx")
