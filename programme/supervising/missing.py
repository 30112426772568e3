"""What agencies have not sent of one matter: quarterly reports, or the plans of a year."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from programme.models import Agency, AgencyReminder, Programme, Task
from programme.periods import Period
from programme.planning.city import CityPlan
from programme.planning.timing import due_before
from programme.reporting.overdue import unsent_reports

Matter = AgencyReminder.Matter


@dataclass(frozen=True)
class Missing:
    """One report or plan that is owed, and the last day on which it would have been in time."""

    task: Task
    of: Period | int  # a report's quarter, or a plan's year
    deadline: date | None

    @property
    def what(self) -> str:
        """What it is, in the reader's language."""
        if isinstance(self.of, Period):
            words = {"quarter": self.of, "task": self.task}
            return _("Báo cáo %(quarter)s, nhiệm vụ %(task)s") % words
        words = {"year": self.of, "task": self.task}
        return _("Kế hoạch, dự toán năm %(year)s, nhiệm vụ %(task)s") % words


@dataclass(frozen=True)
class Owed:
    """Of which matter of a programme something may be missing; a plan's has a year."""

    programme: Programme
    year: int | None = None

    @property
    def matter(self) -> Matter:
        return Matter.REPORTS if self.year is None else Matter.PLAN

    def by_agency(self, today: date) -> dict[Agency, list[Missing]]:
        """Return what is missing, by agency; queries do not grow with the agencies."""
        found: dict[Agency, list[Missing]] = defaultdict(list)
        pairs = self._reports(today) if self.year is None else self._plans(self.year, today)
        for agency, missing in pairs:
            found[agency].append(missing)
        return dict(found)

    def _reports(self, today: date) -> list[tuple[Agency, Missing]]:
        """Quarterly reports whose day is past."""
        late = [each for each in unsent_reports(self.programme, today) if each.days_late > 0]
        return [
            (reports.agency, Missing(owed.obligation.task, reports.quarter, reports.deadline))
            for reports in late
            for owed in reports.fulfilments
        ]

    def _plans(self, year: int, today: date) -> list[tuple[Agency, Missing]]:
        """Plans of the year that are owed, late or not: not begun, in draft, or returned."""
        day = due_before(self.programme, year)
        last = day - timedelta(days=1) if day else None
        absent = CityPlan(self.programme, year, today).absent
        return [(each.due.agency, Missing(each.due.task, year, last)) for each in absent]
