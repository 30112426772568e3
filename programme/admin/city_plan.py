"""The City's yearly plan on one page of the back office, and as a spreadsheet."""

from dataclasses import dataclass

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.audit import Kind
from core.backoffice.site import OfficePage, office_page
from core.spreadsheets.titled import workbook_response
from programme.models import AnnualPlan, Programme
from programme.planning.city import CityPlan
from programme.planning.due import next_year
from programme.planning.sheets import city_table


@dataclass(frozen=True)
class ChosenPlanYear:
    """The programme and the year that a page is asked for."""

    programme: Programme
    year: int
    programmes: list[Programme]

    @property
    def years(self) -> list[int]:
        return list(range(self.programme.first_year, self.programme.last_year + 1))


def chosen(request: HttpRequest) -> ChosenPlanYear | None:
    """As the URL says, else what is planned now; None where there is no programme."""
    programmes = list(Programme.objects.all())
    if not programmes:
        return None
    asked = request.GET.get("chuong-trinh", "")
    named = [programme for programme in programmes if programme.slug == asked]
    programme = (named or [_of_now(programmes)])[0]
    return ChosenPlanYear(programme, _year(request, programme), programmes)


def _of_now(programmes: list[Programme]) -> Programme:
    year = next_year(localdate())
    now = [p for p in programmes if p.first_year <= year <= p.last_year]
    return (now or programmes)[0]


def _year(request: HttpRequest, programme: Programme) -> int:
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else next_year(localdate())
    return min(max(year, programme.first_year), programme.last_year)


def city_plan(request: HttpRequest) -> HttpResponse:
    """One year: what is planned, approved and spent, by whom and from what, and what is missing."""
    of = chosen(request)
    plan = CityPlan(of.programme, of.year) if of else None
    if plan and request.GET.get("tep") == "xlsx":
        audit.record(Kind.EXPORT, request, AnnualPlan, year=of.year)
        return workbook_response(city_table(plan), f"ke-hoach-nam-{of.year}")
    context = {
        "title": _("Kế hoạch, dự toán của Thành phố"),
        "chosen": of,
        "city": plan,
    }
    return office_page(request, "admin/programme/planning/city_plan.html", context)


admin.site.register_page(
    OfficePage(
        name="programme_city_plan",
        path="ke-hoach-nam/",
        label=gettext_lazy("Kế hoạch, dự toán của Thành phố theo năm"),
        permission="programme.oversee_annualplan",
        view=city_plan,
    )
)
