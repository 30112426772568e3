"""The Department's word on a report, and the letter that tells the agency's officers of it."""

from typing import cast

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from core.concurrency.conflicts import check_versions
from core.letters import Kind, letter, url_in_letter
from programme.models import Agency, Officer, Report

VERBS = ("accept", "return", "unlock", "take_back")


@transaction.atomic
def decide(report: Report, verb: str, remark: str, seen: int, request: HttpRequest) -> None:
    """Take one step with the report as its reader saw it (`seen` is its version).

    ValidationError where it has changed since, or where the step may not be taken.
    """
    by = cast(User, request.user)  # whoever comes here has logged in
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    message = _("Báo cáo đã đổi sau khi bạn mở trang. Hãy xem lại rồi quyết định.")
    check_versions({"seen_version": report}, {"seen_version": seen}, message)
    if verb in ("accept", "take_back"):
        getattr(report, verb)(by)
        return
    if verb == "return":
        report.return_with(remark, by)
    else:
        report.unlock(remark, by)
    notify_returned(report, request, was_accepted=verb == "unlock")


def notify_returned(report: Report, request: HttpRequest, was_accepted: bool) -> None:
    """Write to every officer who may correct the report, but for who has just sent it back."""
    for officer in officers_of(report.agency).exclude(user=cast(User, request.user)):
        language = officer.user.language
        page = url_in_letter(
            request,
            "admin:programme_report_write",
            report.task_id,
            report.agency.code,
            report.period,
            language=language,
        )
        context = {
            "report": report,
            "user": officer.user,
            "page": page,
            "was_accepted": was_accepted,
        }
        template, to = "programme/reporting/letters/returned.txt", officer.user.email
        letter(template, to, language, context, kind=Kind.REPORT)


def officers_of(agency: Agency) -> QuerySet[Officer]:
    """Return the people with accounts who write in the agency's name."""
    representatives = agency.representatives(Agency.objects.in_bulk())
    found = Officer.objects.filter(agency__in=representatives, user__is_active=True)
    return found.select_related("user").order_by("pk")
