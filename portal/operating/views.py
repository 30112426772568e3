"""The yearly operating report: looked at in the back office, then taken as a Word file."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from core.backoffice.site import office_page
from portal.operating.document import availability, report_docx, usage_notes
from portal.operating.figures import operating_year, years
from portal.statistics.views import PERMISSION

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
YEAR = "nam"  # in the address


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what the report on a year would say today; the newest year unless one is chosen."""
    offered = years()
    asked = request.GET.get(YEAR, "")
    chosen = int(asked) if asked in map(str, offered) else offered[0]
    found = operating_year(chosen)
    context = {
        "title": _("Báo cáo vận hành Cổng theo năm"),
        "years": offered,
        "chosen": chosen,
        "found": found,
        "unknown": asked if asked and asked != str(chosen) else "",
        "notes": usage_notes(found),
        "availability": availability(),
    }
    return office_page(request, "admin/statistics/operating.html", context)


@require_safe
def report_file(request: HttpRequest, year: int) -> HttpResponse:
    """Return the report on a year as .docx."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    if year not in years():
        raise Http404
    with override("vi"):
        content = report_docx(operating_year(year))
    response = HttpResponse(content, content_type=DOCX)
    name = f"bao-cao-van-hanh-cong-{year}.docx"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
