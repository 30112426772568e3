"""Which agencies the Department has to ask for their reports, and the record of reminders."""

from collections.abc import Iterator

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from core.backoffice.permissions import ReadOnlyAdminMixin
from core.backoffice.site import Waiting, office_page
from programme.admin.permissions import may_manage
from programme.admin.urging import may_urge
from programme.models import AgencyReminder, ReportReminder
from programme.reporting.overdue import escalations

LATE = "programme_reportreminder_late"


@admin.register(ReportReminder)
class ReportReminderAdmin(ReadOnlyAdminMixin, admin.ModelAdmin):
    """The record of reminders, which the worker writes; and the list of whom to ask in person."""

    list_display = ["agency", "year", "quarter", "days", "sent_at", "programme"]
    list_filter = ["programme", "year", "quarter"]
    list_select_related = ["agency", "programme"]
    search_fields = ["agency__name_vi"]
    date_hierarchy = "sent_at"

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.late_view)
        return [path("can-don-doc/", view, name=LATE), *super().get_urls()]

    def late_view(self, request: HttpRequest) -> HttpResponse:
        """Who is late by how many days, how often reminded, and whether anybody has an account."""
        if not (may_manage(request.user) or may_urge(request.user)):
            raise PermissionDenied
        today = AgencyReminder.objects.of_today().filter(matter=AgencyReminder.Matter.REPORTS)
        reminded = today.values_list("programme__slug", "agency__code")
        context = {
            "opts": self.opts,
            "title": _("Đơn vị cần đôn đốc báo cáo quý"),
            "escalations": escalations(),
            "may_urge": may_urge(request.user),
            "reminded": {"/".join(pair) for pair in reminded},  # as the boxes name them
        }
        return office_page(request, "admin/programme/reporting/overdue.html", context)


@admin.site.register_waiting
def register_waiting(request: HttpRequest) -> Iterator[Waiting]:
    """For those who ask agencies how many they have to ask."""
    if may_manage(request.user) or may_urge(request.user):
        label = _("Đơn vị cần đôn đốc báo cáo quý")
        yield Waiting(label, len(escalations()), reverse(f"admin:{LATE}"))
