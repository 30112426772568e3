"""Whom the Department has to ask itself: agencies that are late, and those no letter reaches."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.timezone import localdate

from programme.models import Agency, Officer, Programme, ReportReminder
from programme.reporting.outstanding import Officers, Outstanding, outstanding

Unsent = tuple[Outstanding, list[ReportReminder]]  # with when it was reminded of, the last first


@dataclass(frozen=True)
class Escalation:
    """What an agency has not sent, quarter by quarter, and who could send it."""

    agency: Agency
    officers: list[Officer]
    unsent: list[Unsent]

    @property
    def days_late(self) -> int:
        """Of what has been owed longest."""
        return max(owed.days_late for owed, _reminders in self.unsent)


def escalations() -> list[Escalation]:
    """All that is late, and what is due of agencies without an account; the latest first."""
    officers, reminders = Officers(), _reminders()
    unsent: dict[Agency, list[Unsent]] = defaultdict(list)
    for programme in Programme.objects.reporting():
        for owed in outstanding(programme, localdate()):
            if owed.days_late > 0 or not officers.of(owed.agency):
                key = (programme.pk, owed.agency.pk, owed.quarter)
                unsent[owed.agency].append((owed, reminders[key]))
    found = [Escalation(agency, officers.of(agency), rows) for agency, rows in unsent.items()]
    return sorted(found, key=lambda each: -each.days_late)


def _reminders() -> dict[tuple, list[ReportReminder]]:
    by_quarter = defaultdict(list)
    for row in ReportReminder.objects.all():
        by_quarter[row.programme_id, row.agency_id, row.period].append(row)
    return by_quarter
