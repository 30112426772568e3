"""A quarter's reports as a spreadsheet: to download, to hand in, to look at before it counts."""

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.spreadsheets.sheet_uploads import FormSheetPages
from programme.admin.reports.access import ReportPages, agency_or_403, own_agency
from programme.models import Programme
from programme.periods import Period
from programme.reporting.quarter_sheet import QuarterSheet


class ReportSheetPages(FormSheetPages, ReportPages):
    """The spreadsheet of one agency, programme and quarter."""

    sheet_route = "bieu-mau/<slug:code>/<slug:programme>/<report_quarter:quarter>/"
    sheet_url_name = "programme_report_sheet"

    def get_sheet(
        self, request: HttpRequest, code: str, programme: str, quarter: Period
    ) -> QuarterSheet:
        agency = agency_or_403(request, code)
        programme = get_object_or_404(Programme, slug=programme)
        on_behalf = agency != own_agency(request.user)
        return QuarterSheet(agency, programme, quarter, on_behalf=on_behalf)

    def sheet_title(self, sheet: QuarterSheet) -> str:
        return _("Báo cáo %(quarter)s bằng bảng tính") % {"quarter": sheet.quarter}

    def leave_sheet(self, sheet: QuarterSheet) -> HttpResponseRedirect:
        return redirect("admin:programme_report_agency", sheet.agency.code)

    def success_message(self, count: int, submit: bool) -> str:
        if submit:
            return ngettext("Đã gửi %(count)d báo cáo.", "Đã gửi %(count)d báo cáo.", count)
        return ngettext(
            "Đã lưu nháp %(count)d báo cáo, chưa gửi.",
            "Đã lưu nháp %(count)d báo cáo, chưa gửi.",
            count,
        )
