"""A quarter's reports as a spreadsheet: to download, to hand in, to look at before it counts."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core.downloads import CONTENT_TYPES
from core.spreadsheets.sheet_uploads import UploadForm, sealed, unsealed
from programme.admin.reports.access import ReportPages, agency_or_403, own_agency
from programme.models import Programme
from programme.periods import Period
from programme.reporting.sheets.columns import QuarterSheet
from programme.reporting.sheets.reading import ReportSheetOutcome, filled_rows, run
from programme.reporting.sheets.workbook import workbook


class ReportSheetPages(ReportPages):
    """The spreadsheet of one agency, programme and quarter."""

    def get_urls(self) -> list:
        place = "bieu-mau/<slug:code>/<slug:programme>/<report_quarter:quarter>/"
        guard = self.admin_site.admin_view
        pages = [
            path(place, guard(self.sheet_view), name="programme_report_sheet"),
            path(
                f"{place}tai.xlsx",
                guard(require_safe(self.sheet_file_view)),
                name="programme_report_sheet_file",
            ),
        ]
        return pages + super().get_urls()

    def sheet_file_view(
        self, request: HttpRequest, code: str, programme: str, quarter: Period
    ) -> HttpResponse:
        """The form as it stands now."""
        sheet = _sheet(request, code, programme, quarter)
        try:
            content = workbook(sheet)
        except ValidationError as error:
            return _refused(request, sheet, error)
        name = f"bao-cao-{quarter.code}-{sheet.programme.slug}-{code}.xlsx"
        headers = {"Content-Disposition": content_disposition_header(True, name)}
        return HttpResponse(content, content_type=CONTENT_TYPES["xlsx"], headers=headers)

    def sheet_view(
        self, request: HttpRequest, code: str, programme: str, quarter: Period
    ) -> HttpResponse:
        """Upload, what the file will change, and the choice between draft and sending."""
        sheet = _sheet(request, code, programme, quarter)
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
        outcome = run(sheet, form.rows, request.user, write=False, submit=False)
        return self._sheet_page(
            request, sheet, form, outcome, sealed(request.user, sheet.mark, form.rows)
        )

    def _confirmed(self, request: HttpRequest, sheet: QuarterSheet) -> HttpResponse:
        form, sent = _form(sheet), request.POST["rows"]
        rows = unsealed(sent, request.user, sheet.mark)
        if rows is None:
            messages.error(request, _("Bản xem trước đã hết hạn. Hãy tải tệp lên lại."))
            return self._sheet_page(request, sheet, form)
        submit = "send" in request.POST
        outcome = run(sheet, rows, request.user, write=True, submit=submit)
        if outcome.errors:
            return self._sheet_page(request, sheet, form, outcome, sent)
        messages.success(request, _success_message(len(outcome.changes), submit))
        return redirect("admin:programme_report_agency", sheet.agency.code)

    def _sheet_page(
        self,
        request: HttpRequest,
        sheet: QuarterSheet,
        form: UploadForm,
        outcome: ReportSheetOutcome | None = None,
        sealed: str = "",
    ) -> HttpResponse:
        title = _("Báo cáo %(quarter)s bằng bảng tính") % {"quarter": sheet.quarter}
        context = {"sheet": sheet, "form": form, "outcome": outcome, "sealed": sealed}
        return self.page(request, "sheet", title, **context)


def _sheet(request: HttpRequest, code: str, programme: str, quarter: Period) -> QuarterSheet:
    agency = agency_or_403(request, code)
    programme = get_object_or_404(Programme, slug=programme)
    on_behalf = agency != own_agency(request.user)
    return QuarterSheet(agency, programme, quarter, on_behalf=on_behalf)


def _refused(request: HttpRequest, sheet: QuarterSheet, error: ValidationError) -> HttpResponse:
    messages.error(request, " ".join(error.messages))
    return redirect("admin:programme_report_agency", sheet.agency.code)


def _form(sheet: QuarterSheet, *sent) -> UploadForm:
    return UploadForm(*sent, read=partial(filled_rows, sheet))


def _success_message(count: int, submit: bool) -> str:
    if not count:
        return _("Tệp không thay đổi báo cáo nào.")
    if submit:
        words = ngettext("Đã gửi %(count)d báo cáo.", "Đã gửi %(count)d báo cáo.", count)
    else:
        words = ngettext(
            "Đã lưu nháp %(count)d báo cáo, chưa gửi.",
            "Đã lưu nháp %(count)d báo cáo, chưa gửi.",
            count,
        )
    return words % {"count": count}
