"""The register book of confirmations: every paper that got a number, by year, to print or take."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core import audit
from core.audit import Kind
from core.backoffice.site import OfficePage, office_page
from core.spreadsheets.titled import TitledTable, workbook_response
from core.templatetags.formatting import official_date
from verification.admin.confirmation import STANDINGS
from verification.models import Confirmation

WIDTHS = [18, 14, 44, 16, 22, 14, 18, 20]


@require_safe
def register_book(request: HttpRequest) -> HttpResponse:
    """Show the papers of one year, or of all, in the order of their numbers."""
    numbered = Confirmation.objects.exclude(state=Confirmation.State.DRAFTED)
    years = list(numbered.order_by("-year").values_list("year", flat=True).distinct())
    year = next((each for each in years if str(each) == request.GET.get("nam")), None)
    chosen = numbered.filter(year=year) if year else numbered
    papers = chosen.select_related("level__criteria_set").order_by("year", "number", "pk")
    title = _("Sổ đăng ký giấy xác nhận năng lực")
    rows = [_row(paper) for paper in papers]
    if request.GET.get("tep") == "xlsx":
        audit.record(Kind.EXPORT, request, Confirmation, rows=len(rows), year=year)
        when = _("Năm %(year)s") % {"year": year} if year else _("Tất cả các năm")
        table = TitledTable(_("Sổ đăng ký"), [title, when], _headings(), WIDTHS, rows)
        return workbook_response(table, f"so-dang-ky-giay-xac-nhan-{year or 'tat-ca'}")
    context = {"title": title, "years": years, "year": year, "headings": _headings(), "rows": rows}
    return office_page(request, "admin/verification/register.html", context)


def _headings() -> list[str]:
    return [
        *(_("Số, ký hiệu"), _("Ngày ký"), _("Doanh nghiệp"), _("Mã số thuế"), _("Mức đạt")),
        *(_("Có giá trị đến"), _("Hiệu lực"), _("Mã tra cứu")),
    ]


def _row(paper: Confirmation) -> list[str]:
    return [
        *(paper.number_line, official_date(paper.signed_on), paper.holder_name),
        *(paper.holder_tax_code, str(paper.level), official_date(paper.valid_until)),
        *(str(STANDINGS[paper.standing]), paper.code_shown),
    ]


admin.site.register_page(
    OfficePage(
        name="verification_register",
        path="so-dang-ky-xac-nhan/",
        label=gettext_lazy("Sổ đăng ký giấy xác nhận"),
        permission="verification.view_confirmation",
        view=register_book,
    )
)
