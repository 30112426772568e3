"""'Báo cáo của đơn vị': what an agency owes, how each report stands, and the way to write it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from programme.admin.permissions import may_manage
from programme.admin.reports.access import ReportPages, agency_or_403, may_write, own_agency
from programme.models import Agency, Programme
from programme.periods import Period
from programme.reporting.workload import QuarterWorkload, Workload


class AgencyPages(ReportPages):
    """The page of one agency's reports, and the Department's choice of an agency."""

    def get_urls(self) -> list:
        pages = [
            path("don-vi/", self._safe(self.agencies_view), name="programme_report_agencies"),
            path(
                "don-vi/<slug:code>/", self._safe(self.agency_view), name="programme_report_agency"
            ),
        ]
        return pages + super().get_urls()

    def _safe(self, view):
        return self.admin_site.admin_view(require_safe(view))

    def agencies_view(self, request: HttpRequest) -> HttpResponse:
        """Redirect an officer to the own page; show the Department's staff a choice of agencies."""
        if not may_write(request.user):
            raise PermissionDenied
        if own := own_agency(request.user):
            return redirect("admin:programme_report_agency", own.code)
        agencies = Agency.objects.reporting() if may_manage(request.user) else []
        return self.page(request, "agencies", _("Báo cáo của đơn vị"), agencies=agencies)

    def agency_view(self, request: HttpRequest, code: str) -> HttpResponse:
        """Show the quarters that are open, or one that the URL names."""
        agency = agency_or_403(request, code)
        speaking = Agency.objects.represented_by(agency)
        workloads = [Workload(each, speaking) for each in Programme.objects.all()]
        quarters = _chosen(request, workloads)
        context = {
            "agency": agency,
            "is_own": agency == own_agency(request.user),
            "others": Agency.objects.reporting() if may_manage(request.user) else [],
            "is_open": "quy" not in request.GET,
            "quarters": quarters,
            "years": [(each.programme, _by_year(each)) for each in workloads],
        }
        title = _("Báo cáo của đơn vị: %(agency)s") % {"agency": agency.name}
        return self.page(request, "agency", title, **context)


def _chosen(request: HttpRequest, workloads: list[Workload]) -> list[QuarterWorkload]:
    """Return a programme's quarter that the URL names, or all open ones, the latest first.

    Those that cannot be written yet come last.
    """
    if "quy" not in request.GET:
        found = (quarter for each in workloads for quarter in each.open())
        return sorted(found, key=lambda each: (each.is_writable, each.quarter), reverse=True)
    programme = get_object_or_404(Programme, slug=request.GET.get("chuong-trinh", ""))
    own = next(each for each in workloads if each.programme == programme)
    return [own.of(quarter) for quarter in own.quarters if quarter.code == request.GET["quy"]]


def _by_year(workload: Workload) -> list[tuple[int, list[Period]]]:
    """Return the programme's quarters until today by year, for the links to each of them."""
    years: dict[int, list[Period]] = {}
    for quarter in reversed(workload.quarters):
        years.setdefault(quarter.year, []).append(quarter)
    return sorted(years.items(), reverse=True)
