"""Answers on paper by spreadsheet: to download, to hand in, to look at before they count."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import Industry
from core.spreadsheets.sheet_uploads import FormSheetPages
from localization.admin.survey.access import SurveyAdmin
from localization.models import Wave
from localization.surveying.wave_sheet import WaveSheet


class SurveySheetAdmin(FormSheetPages, SurveyAdmin):
    """The spreadsheets of a wave, one for each industry."""

    sheet_route = "<int:pk>/bang-tinh/<slug:slug>/"
    sheet_url_name = "localization_wave_sheet"

    def sheet_links(self, request: HttpRequest, wave: Wave) -> list[tuple[str, str]]:
        """Return the spreadsheets' pages and industries, for those who enter answers from paper.

        Once the results are published the pages say why nothing is taken any more.
        """
        if not self.has_run_permission(request):
            return []
        asked = wave.units.order_by("industry__position").values_list("industry__slug")
        found = asked.values_list("industry__slug", "industry__name_vi").distinct()
        page = f"admin:{self.sheet_url_name}"
        return [(reverse(page, args=[wave.pk, slug]), name) for slug, name in found]

    def get_sheet(self, request: HttpRequest, pk: int, slug: str) -> WaveSheet:
        if not (self.has_view_permission(request) and self.has_run_permission(request)):
            raise PermissionDenied
        wave = get_object_or_404(Wave.objects.select_related("method"), pk=pk)
        return WaveSheet(wave, get_object_or_404(Industry, slug=slug))

    def sheet_title(self, sheet: WaveSheet) -> str:
        return _("Nhập phiếu bằng bảng tính: %(industry)s") % {"industry": sheet.industry.name}

    def leave_sheet(self, sheet: WaveSheet) -> HttpResponseRedirect:
        return redirect("admin:localization_wave_change", sheet.wave.pk)

    def success_message(self, count: int, submit: bool) -> str:
        return ngettext("Đã nhận %(count)d phiếu.", "Đã nhận %(count)d phiếu.", count)
