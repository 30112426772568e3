"""Reports that are overdue or due within days and not sent, and who can be asked for them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate

from programme.models import Agency, Officer, Programme, ReportReminder
from programme.periods import Period
from programme.reporting.fulfilment import Fulfilment, Timeliness, fulfilments
from programme.reporting.obligations import Obligations

AHEAD = timedelta(days=7)  # how long before its deadline a report is asked for
NOT_SENT = {Timeliness.NOT_DUE, Timeliness.DUE, Timeliness.MISSING}


@dataclass(frozen=True)
class UnsentReports:
    """The reports of one quarter that an agency has not sent."""

    programme: Programme
    agency: Agency
    quarter: Period
    fulfilments: list[Fulfilment]
    days_late: int  # after the deadline; negative before it

    @property
    def deadline(self) -> date:
        return self.programme.deadline(self.quarter)


def unsent_reports(programme: Programme, today: date) -> list[UnsentReports]:
    """All that is late or due within days, the oldest quarter first; queries do not grow."""
    quarters = [
        quarter
        for quarter in programme.reported_quarters
        if programme.deadline(quarter) - AHEAD <= today
    ]
    if not quarters:
        return []
    missing = defaultdict(list)
    for fulfilment in fulfilments(programme, Obligations(programme).of(quarters), today):
        if fulfilment.timeliness in NOT_SENT:
            missing[fulfilment.obligation.quarter, fulfilment.obligation.agency].append(fulfilment)
    return [
        UnsentReports(programme, agency, quarter, found, (today - programme.deadline(quarter)).days)
        for (quarter, agency), found in missing.items()
    ]


class Officers:
    """The people who can write in an agency's name: its own officers, else the nearest others."""

    def __init__(self) -> None:
        self._agencies = Agency.objects.in_bulk()
        self._by_agency: dict[int, list[Officer]] = defaultdict(list)
        active = Officer.objects.filter(user__is_active=True).select_related("user")
        for officer in active.order_by("pk"):
            self._by_agency[officer.agency_id].append(officer)

    def of(self, agency: Agency) -> list[Officer]:
        representatives = (self._by_agency[key] for key in agency.representatives(self._agencies))
        return next(filter(None, representatives), [])


# With the reminders of them, the last first.
Reminded = tuple[UnsentReports, list[ReportReminder]]


@dataclass(frozen=True)
class Escalation:
    """What an agency has not sent, quarter by quarter, and who could send it."""

    agency: Agency
    officers: list[Officer]
    unsent: list[Reminded]

    @property
    def days_late(self) -> int:
        """Of what has been owed longest."""
        return max(reports.days_late for reports, _reminders in self.unsent)

    @property
    def late_programmes(self) -> list[Programme]:
        """Those of which something is late, each once."""
        late = [reports.programme for reports, _reminders in self.unsent if reports.days_late > 0]
        return list(dict.fromkeys(late))


def escalations() -> list[Escalation]:
    """All that is late, and what is due of agencies without an account; the latest first."""
    officers, reminders = Officers(), _reminders()
    unsent: dict[Agency, list[Reminded]] = defaultdict(list)
    for programme in Programme.objects.reporting():
        for reports in unsent_reports(programme, localdate()):
            if reports.days_late > 0 or not officers.of(reports.agency):
                key = (programme.pk, reports.agency.pk, reports.quarter)
                unsent[reports.agency].append((reports, reminders[key]))
    found = [Escalation(agency, officers.of(agency), rows) for agency, rows in unsent.items()]
    return sorted(found, key=lambda each: -each.days_late)


def _reminders() -> dict[tuple, list[ReportReminder]]:
    by_quarter = defaultdict(list)
    for row in ReportReminder.objects.exclude(sent_at=None):
        by_quarter[row.programme_id, row.agency_id, row.period].append(row)
    return by_quarter
