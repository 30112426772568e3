"""Answers on paper by spreadsheet: to download, to hand in, to look at before they count."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from catalogue.models import Industry
from core.downloads import CONTENT_TYPES
from core.spreadsheets.sheet_uploads import UploadForm, sealed, unsealed
from localization.admin.survey.access import SurveyAdmin
from localization.models import Wave
from localization.surveying.sheets.columns import WaveSheet
from localization.surveying.sheets.upload import SheetResult, filled_rows, process_rows
from localization.surveying.sheets.workbook import workbook


class SurveySheetAdmin(SurveyAdmin):
    """The spreadsheets of a wave, one for each industry."""

    def get_urls(self) -> list:
        place, guard = "<int:pk>/bang-tinh/<slug:slug>/", self.admin_site.admin_view
        pages = [
            path(place, guard(self.sheet_view), name="localization_wave_sheet"),
            path(
                f"{place}tai.xlsx",
                guard(require_safe(self.sheet_file_view)),
                name="localization_wave_sheet_file",
            ),
        ]
        return pages + super().get_urls()

    def sheet_links(self, request: HttpRequest, wave: Wave) -> list[tuple[str, str]]:
        """The spreadsheets' pages and industries, for those who enter answers from paper."""
        if not (wave.takes_paper and self.has_run_permission(request)):
            return []
        asked = wave.units.order_by("industry__position").values_list("industry__slug")
        found = asked.values_list("industry__slug", "industry__name_vi").distinct()
        page = "admin:localization_wave_sheet"
        return [(reverse(page, args=[wave.pk, slug]), name) for slug, name in found]

    def sheet_file_view(self, request: HttpRequest, pk: int, slug: str) -> HttpResponse:
        """Return the form with what is stored now."""
        sheet = self._sheet(request, pk, slug)
        try:
            sheet.must_be_writable()
        except ValidationError as error:
            return _refused(request, sheet, error)
        name = f"khao-sat-{sheet.wave.year}-{slug}.xlsx"
        headers = {"Content-Disposition": content_disposition_header(True, name)}
        return HttpResponse(workbook(sheet), content_type=CONTENT_TYPES["xlsx"], headers=headers)

    def sheet_view(self, request: HttpRequest, pk: int, slug: str) -> HttpResponse:
        """Upload, what the file will change, and the confirmation."""
        sheet = self._sheet(request, pk, slug)
        try:
            sheet.must_be_writable()
        except ValidationError as error:
            return _refused(request, sheet, error)
        if "rows" in request.POST:
            return self._confirmed(request, sheet)
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = _form(sheet, *sent)
        if not form.is_valid():
            return self._sheet_page(request, sheet, form)
        result = process_rows(sheet, form.rows, request.user, write=False)
        changing = {change.number for change in result.changes}
        rows = [row for row in form.rows if row[0] in changing]
        return self._sheet_page(
            request, sheet, form, result, sealed(request.user, sheet.mark, rows)
        )

    def _confirmed(self, request: HttpRequest, sheet: WaveSheet) -> HttpResponse:
        form, sent = _form(sheet), request.POST["rows"]
        rows = unsealed(sent, request.user, sheet.mark)
        if rows is None:
            messages.error(request, _("Bản xem trước đã hết hạn. Hãy tải tệp lên lại."))
            return self._sheet_page(request, sheet, form)
        result = process_rows(sheet, rows, request.user, write=True)
        if result.errors:
            return self._sheet_page(request, sheet, form, result, sent)
        messages.success(request, _success_message(len(result.changes)))
        return redirect("admin:localization_wave_change", sheet.wave.pk)

    def _sheet_page(
        self,
        request: HttpRequest,
        sheet: WaveSheet,
        form: UploadForm,
        result: SheetResult | None = None,
        sealed: str = "",
    ) -> HttpResponse:
        title = _("Nhập phiếu bằng bảng tính: %(industry)s") % {"industry": sheet.industry.name}
        context = {"sheet": sheet, "form": form, "result": result, "sealed": sealed}
        return self.page(request, "sheet", title, **context)

    def _sheet(self, request: HttpRequest, pk: int, slug: str) -> WaveSheet:
        if not (self.has_view_permission(request) and self.has_run_permission(request)):
            raise PermissionDenied
        wave = get_object_or_404(Wave.objects.select_related("method"), pk=pk)
        return WaveSheet(wave, get_object_or_404(Industry, slug=slug))


def _refused(request: HttpRequest, sheet: WaveSheet, error: ValidationError) -> HttpResponse:
    messages.error(request, " ".join(error.messages))
    return redirect("admin:localization_wave_change", sheet.wave.pk)


def _form(sheet: WaveSheet, *sent) -> UploadForm:
    return UploadForm(*sent, read=partial(filled_rows, sheet))


def _success_message(count: int) -> str:
    if not count:
        return _("Tệp không thay đổi phiếu nào.")
    words = ngettext("Đã nhận %(count)d phiếu.", "Đã nhận %(count)d phiếu.", count)
    return words % {"count": count}
