"""Reminding an agency now, the letter that urges agencies, and the record of reminders."""

from typing import cast
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from core import audit
from core.audit import Kind
from core.backoffice.permissions import ReadOnlyAdminMixin
from core.backoffice.site import office_page
from core.papers import docx_response
from programme.models import Agency, AgencyReminder, Programme
from programme.supervising.forms import UrgingLetterForm
from programme.supervising.missing import Owed
from programme.supervising.reminding import RemindedAgencies, RemindingDay, remind_many, remind_now
from programme.supervising.urging_letter import urging_docx, usual

MANY = "programme_agencyreminder_remind_many"


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
            path("nhac-nhieu/", guard(require_POST(self.remind_many_view)), name=MANY),
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
            "reminding": RemindingDay(owed).of(agency),
            "back": _back(owed),
        }
        return office_page(request, "admin/programme/supervising/remind.html", context)

    def remind_many_view(self, request: HttpRequest) -> HttpResponse:
        """Send the letters to the agencies that were ticked; say how many, and who is left out."""
        if not may_urge(request.user):
            raise PermissionDenied
        chosen = _ticked(request)
        if not chosen:
            messages.error(request, _("Hãy chọn ít nhất một đơn vị để nhắc."))
            return HttpResponseRedirect(_list_of(request))
        _tell(request, remind_many(chosen, cast(User, request.user)))
        return HttpResponseRedirect(_list_of(request))

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
    return Owed(get_object_or_404(Programme, slug=slug), _year(request))


def _year(request: HttpRequest) -> int | None:
    """Return the year of the plans of which the address speaks; None: of reports."""
    asked = request.GET.get("nam", "")
    return int(asked) if asked.isdecimal() and len(asked) == 4 else None


def _ticked(request: HttpRequest) -> dict[Owed, list[Agency]]:
    """Return the agencies that were ticked, each as programme/agency, by what they owe."""
    pairs = [tick.partition("/")[::2] for tick in dict.fromkeys(request.POST.getlist("chon"))]
    programmes = Programme.objects.filter(slug__in={slug for slug, _code in pairs})
    owed = {programme.slug: Owed(programme, _year(request)) for programme in programmes}
    agencies = Agency.objects.in_bulk({code for _slug, code in pairs}, field_name="code")
    chosen: dict[Owed, list[Agency]] = {}
    for slug, code in pairs:
        if slug in owed and code in agencies:
            chosen.setdefault(owed[slug], []).append(agencies[code])
    return chosen


def _tell(request: HttpRequest, reminded: RemindedAgencies) -> None:
    if count := len(reminded.reminders):
        text = ngettext(
            "Đã gửi thư nhắc %(count)d đơn vị (%(letters)d thư).",
            "Đã gửi thư nhắc %(count)d đơn vị (%(letters)d thư).",
            count,
        )
        messages.success(request, text % {"count": count, "letters": reminded.letters})
    for reason, agencies in reminded.left_out.items():
        text = ngettext(
            "%(count)d đơn vị không được nhắc (%(names)s): %(reason)s",
            "%(count)d đơn vị không được nhắc (%(names)s): %(reason)s",
            len(agencies),
        )
        names = "; ".join(str(agency) for agency in agencies)
        words = {"count": len(agencies), "names": names, "reason": reason}
        messages.warning(request, text % words)


def _named(request: HttpRequest, missing: dict[Agency, list]) -> list[Agency]:
    """Return the agencies that are ticked at first: the one that the address names, or all."""
    named = [agency for agency in missing if agency.code == request.GET.get("don-vi")]
    return named or list(missing)


def _back(owed: Owed) -> str:
    if owed.year is None:
        return reverse("admin:programme_reportreminder_late")
    return _city_page(owed.programme.slug, owed.year)


def _list_of(request: HttpRequest) -> str:
    """Return the list in which the agencies were ticked."""
    year = _year(request)
    if year is None:
        return reverse("admin:programme_reportreminder_late")
    return _city_page(request.GET.get("chuong-trinh", ""), year)


def _city_page(slug: str, year: int) -> str:
    asked = urlencode({"chuong-trinh": slug, "nam": year})
    return f"{reverse('admin:programme_city_plan')}?{asked}"
