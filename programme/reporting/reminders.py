"""Reminding officers of what their agency has not sent, before and after the deadline."""

from collections import defaultdict

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from core.letters import Kind, letter, portal_url
from programme.models import Programme, ReportReminder
from programme.reporting.overdue import AHEAD, Officers, UnsentReports, unsent_reports

DAYS = (-AHEAD.days, -1, 3, 10)  # from the deadline on, the first being the earliest
LAST = 30  # days after the deadline; from then on the Department asks itself


@transaction.atomic
def send_reminders() -> int:
    """Enqueue what is due today; how many letters. A second run finds nothing left to tell.

    A letter lists all that its receiver has not sent. Agencies without officers stand on the
    Department's list; whoever comes to report for one is told then.
    """
    officers, today = Officers(), localdate()
    letters: dict[User, list[UnsentReports]] = defaultdict(list)
    new: dict[User, list[ReportReminder]] = defaultdict(list)
    for programme in Programme.objects.reporting():
        for reports in unsent_reports(programme, today):
            people = [officer.user for officer in officers.of(reports.agency)]
            noted = _note(reports) if people else None
            for user in people:
                letters[user].append(reports)
                if noted:
                    new[user].append(noted)
    for user, reminders in new.items():
        remind(user, letters[user], reminders)
    return len(new)


def step(days_late: int) -> int | None:
    """Return the reminder whose turn it is so many days after the deadline.

    Where several days were missed, that is the nearest: nobody gets three at once.
    """
    reached = [days for days in DAYS if days <= days_late]
    if not reached or days_late > LAST or reached[-1] < 0 < days_late:
        return None
    return reached[-1]


def _note(reports: UnsentReports) -> ReportReminder | None:
    """Write down that the agency is reminded at this step; None where it is not due or not new."""
    if (days := step(reports.days_late)) is None:
        return None
    row, is_new = ReportReminder.objects.get_or_create(
        programme=reports.programme,
        agency=reports.agency,
        year=reports.quarter.year,
        quarter=reports.quarter.number,
        days=days,
    )
    return row if is_new else None


def remind(user: User, reports: list[UnsentReports], reminders: list[ReportReminder]) -> None:
    """Tell an officer what has not been sent, in the language in which they signed up.

    The reminders count as sent when the first letter about them has gone.
    """
    context = {
        "user": user,
        "unsent_reports": reports,
        "count": sum(len(each.fulfilments) for each in reports),
        "page": portal_url("admin:index", language=user.language),
    }
    letter(
        "programme/reporting/letters/due.txt",
        user.email,
        user.language,
        context,
        kind=Kind.REMINDER,
        marks=reminders,
    )
