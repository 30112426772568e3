"""Reminding an agency now, the letter that urges agencies, and the record of reminders."""

from typing import cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from core import audit
from core.audit import Kind
from core.backoffice.permissions import ReadOnlyAdminMixin
from core.backoffice.site import office_page
from core.papers import docx_response
from programme.models import Agency, AgencyReminder, Programme
from programme.supervising.forms import UrgingLetterForm
from programme.supervising.missing import Owed
from programme.supervising.reminding import remind_now, reminding_of
from programme.supervising.urging_letter import urging_docx, usual


def may_urge(user: User) -> bool:
    """Whether this person may have agencies reminded."""
    return user.is_active and user.has_perm("programme.add_agencyreminder")


@admin.register(AgencyReminder)
class AgencyReminderAdmin(ReadOnlyAdminMixin, admin.ModelAdmin):
    """The record of reminders that people have sent, and the pages from which they send them."""

    list_display = ["agency", "matter", "year", "on", "letters", "sent_by", "sent_at", "programme"]
    list_filter = ["matter", "programme", "year"]
    list_select_related = ["agency", "programme", "sent_by"]
    search_fields = ["agency__name_vi", "missing"]
    date_hierarchy = "on"

    def get_urls(self) -> list:
        guard = self.admin_site.admin_view
        asked = require_http_methods(["GET", "HEAD", "POST"])
        return [
            path(
                "<slug:programme>/cong-van/",
                guard(asked(self.letter_view)),
                name="programme_agencyreminder_letter",
            ),
            path(
                "<slug:programme>/<slug:code>/nhac-ngay/",
                guard(asked(self.remind_view)),
                name="programme_agencyreminder_remind",
            ),
            *super().get_urls(),
        ]

    def remind_view(self, request: HttpRequest, programme: str, code: str) -> HttpResponse:
        """Say what is missing and who would get the letter; on a click it is sent."""
        owed = _owed_or_403(request, programme)
        agency = get_object_or_404(Agency, code=code)
        if request.method == "POST":
            try:
                reminder = remind_now(owed, agency, cast(User, request.user))
            except ValidationError as error:
                messages.error(request, error.messages[0])
            else:
                text = _("Đã gửi thư nhắc %(agency)s (%(count)d thư).")
                words = {"agency": agency, "count": reminder.letters}
                messages.success(request, text % words)
                return HttpResponseRedirect(_back(owed))
        context = {
            "opts": self.opts,
            "title": _("Nhắc ngay: %(agency)s") % {"agency": agency},
            "reminding": reminding_of(owed, agency),
            "back": _back(owed),
        }
        return office_page(request, "admin/programme/supervising/remind.html", context)

    def letter_view(self, request: HttpRequest, programme: str) -> HttpResponse:
        """Ask who signs and whom to write to; return the letter as a Word file."""
        owed = _owed_or_403(request, programme)
        missing = owed.by_agency(localdate())
        initial = {**usual(cast(User, request.user)), "agencies": _named(request, missing)}
        sent = request.POST if request.method == "POST" else None
        form = UrgingLetterForm(sent, agencies=list(missing), initial=initial)
        if form.is_valid():
            chosen = {a: missing[a] for a in missing if a in form.cleaned_data["agencies"]}
            audit.record(Kind.EXPORT, request, owed.programme, file="urging", count=len(chosen))
            return docx_response(urging_docx(owed, chosen, form.cleaned_data), "cong-van-don-doc")
        context = {
            "opts": self.opts,
            "title": _("Công văn đôn đốc"),
            "owed": owed,
            "missing": missing,
            "form": form,
            "back": _back(owed),
        }
        return office_page(request, "admin/programme/supervising/letter.html", context)


def _owed_or_403(request: HttpRequest, slug: str) -> Owed:
    """Return of what the address speaks, to those who may urge; else 403."""
    if not may_urge(request.user):
        raise PermissionDenied
    programme = get_object_or_404(Programme, slug=slug)
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else None
    return Owed(programme, year)


def _named(request: HttpRequest, missing: dict[Agency, list]) -> list[Agency]:
    """Return the agencies that are ticked at first: the one that the address names, or all."""
    named = [agency for agency in missing if agency.code == request.GET.get("don-vi")]
    return named or list(missing)


def _back(owed: Owed) -> str:
    if owed.year is None:
        return reverse("admin:programme_reportreminder_late")
    page = reverse("admin:programme_city_plan")
    return f"{page}?chuong-trinh={owed.programme.slug}&nam={owed.year}"
