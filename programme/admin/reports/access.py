"""Whose reports somebody may write, and what the pages of reports share."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import register_converter, reverse

from accounts.models import User
from core.backoffice.site import office_page
from programme.admin.permissions import may_manage
from programme.models import Agency
from programme.models.directions import sees_all_agencies
from programme.reporting.converters import QuarterCode

register_converter(QuarterCode, "report_quarter")


def may_write(user: User) -> bool:
    """Whether somebody may write reports at all."""
    return user.is_active and user.has_perm("programme.change_report")


def may_decide(user: User) -> bool:
    """Whether this is the Department's staff who take reports in."""
    return user.is_active and user.has_perm("programme.accept_report")


def may_follow(user: User) -> bool:
    """Whether this person sees the list of all sent reports: to decide on them, or to follow."""
    return may_decide(user) or (user.is_active and sees_all_agencies(user))


def may_write_for(user: User, agency: Agency) -> bool:
    """Officers write for those in whose name their agency acts, the Department's staff for all."""
    own = agency.pk in Agency.objects.represented_by_user(user)
    return may_write(user) and (own or may_manage(user))


def own_agency(user: User) -> Agency | None:
    """Return the agency whose officer this is."""
    officer = getattr(user, "officer", None)
    return officer.agency if officer else None


def agency_or_403(request: HttpRequest, code: str) -> Agency:
    """Return the page's agency: an officer's own, any for the Department's staff; else 403."""
    own = own_agency(request.user)
    if not may_write(request.user):
        raise PermissionDenied
    if own and own.code == code:
        return own
    if not may_manage(request.user):
        raise PermissionDenied
    return get_object_or_404(Agency, code=code)


def page_of(request: HttpRequest, agency: Agency) -> str:
    """Return the URL of the page on which the reader finds this agency's reports."""
    own = own_agency(request.user)
    is_own = agency.pk in Agency.objects.represented_by_user(request.user)
    if own and (is_own or not may_manage(request.user)):
        agency = own
    else:
        known = Agency.objects.in_bulk()
        agency = known[next(iter(agency.representatives(known)), agency.pk)]
    return reverse("admin:programme_report_agency", args=[agency.code])


class ReportPages(admin.ModelAdmin):
    """What the pages of reports share."""

    def page(
        self, request: HttpRequest, name: str, title: str, status: int = 200, **context
    ) -> HttpResponse:
        common = {"opts": self.opts, "title": title}
        template = f"admin/programme/reporting/{name}.html"
        return office_page(request, template, {**common, **context}, status)
