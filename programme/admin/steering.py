"""The Steering Committee's page: what needs its decision, and how the year's plan stands."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.backoffice.site import OfficePage, office_page
from programme.admin.city_plan import chosen
from programme.steering import Situation, sections


def steering(request: HttpRequest) -> HttpResponse:
    """Show the whole at a glance, to read only."""
    of = chosen(request)
    situation = Situation(of.programme, of.year, localdate()) if of else None
    context = {
        "title": _("Ban Chỉ đạo"),
        "chosen": of,
        "city": situation.plans if situation else None,
        "sections": sections(situation) if situation else [],
    }
    return office_page(request, "admin/programme/steering/overview.html", context)


admin.site.register_page(
    OfficePage(
        name="programme_steering",
        path="ban-chi-dao/",
        label=gettext_lazy("Ban Chỉ đạo: những việc cần quyết định"),
        permission="programme.oversee_annualplan",
        view=steering,
    )
)
