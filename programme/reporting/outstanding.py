"""What agencies have not sent, agency by agency and quarter by quarter, and who can be asked."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from programme.models import Agency, Officer, Programme
from programme.periods import Period
from programme.reporting.expected import Expectations
from programme.reporting.standings import Answer, Standing, answers

AHEAD = timedelta(days=7)  # how long before its deadline a report is asked for
NOT_SENT = {Standing.NOT_DUE, Standing.DUE, Standing.MISSING}


@dataclass(frozen=True)
class Outstanding:
    """The reports of one quarter that an agency has not sent."""

    programme: Programme
    agency: Agency
    quarter: Period
    answers: list[Answer]
    days_late: int  # after the deadline; negative before it

    @property
    def deadline(self) -> date:
        return self.programme.deadline(self.quarter)


def outstanding(programme: Programme, today: date) -> list[Outstanding]:
    """All that is late or due within days, the oldest quarter first; queries do not grow."""
    quarters = [
        quarter
        for quarter in programme.reported_quarters
        if programme.deadline(quarter) - AHEAD <= today
    ]
    if not quarters:
        return []
    missing = defaultdict(list)
    for answer in answers(programme, Expectations(programme).of(quarters), today):
        if answer.standing in NOT_SENT:
            missing[answer.expected.quarter, answer.expected.agency].append(answer)
    return [
        Outstanding(programme, agency, quarter, found, (today - programme.deadline(quarter)).days)
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
        speakers = (self._by_agency[key] for key in agency.speakers(self._agencies))
        return next(filter(None, speakers), [])
