"""What an agency has to report, quarter by quarter, and what it may still enter of earlier ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.templatetags.formatting import official_date
from programme.models import Programme, Report
from programme.models.reports import Role
from programme.periods import Period
from programme.reporting.expected import Expectations, Expected
from programme.reporting.standings import Answer, Standing, standing_of

TEXTS = ("results", "difficulties", "proposals", "remark")


@dataclass(frozen=True)
class QuarterOfReports:
    """What some agencies owe, or may enter, on one programme for one quarter."""

    programme: Programme
    quarter: Period
    is_asked: bool  # whether the programme asks for the quarter's reports here
    is_writable: bool  # whether the quarter is over
    answers: list[Answer]

    @property
    def deadline(self) -> date:
        return self.programme.deadline(self.quarter)

    @property
    def opens_on(self) -> date:
        """The first day on which its reports can be written."""
        return self.quarter.closes + timedelta(days=1)

    @property
    def is_settled(self) -> bool:
        """Whether the Department has accepted all of them."""
        accepted = Report.State.ACCEPTED
        return all(each.report and each.report.state == accepted for each in self.answers)


class Duties:
    """The reports of some agencies (by id) on one programme."""

    def __init__(self, programme: Programme, agencies: set[int], today: date | None = None) -> None:
        self.programme, self.agencies = programme, agencies
        self.today = today or localdate()
        self.asked = set(programme.reported_quarters)

    @cached_property
    def expectations(self) -> Expectations:
        return Expectations(self.programme)

    @cached_property
    def reports(self) -> dict[tuple, Report]:
        """Every report of these agencies, under the key of what is expected."""
        own = Report.objects.of(self.programme).of_agencies(self.agencies).for_list()
        own = own.defer(*TEXTS[:-1])
        return {(each.task_id, each.agency_id, each.period): each for each in own}

    @property
    def quarters(self) -> list[Period]:
        """Those that are over, or run now, since the programme was signed; the latest first."""
        running = Period.on(self.today)
        known = [
            quarter
            for quarter in self.programme.quarters
            if quarter.closes >= self.programme.signed_on and quarter <= running
        ]
        return known[::-1]

    def of(self, quarter: Period) -> QuarterOfReports:
        """What they owe for a quarter, and what stands there though nobody expects it any more."""
        owed = {each.key: each for each in self._owed(quarter)}
        for key, report in self.reports.items():
            if key[2] == quarter and key not in owed and report.state != Report.State.DRAFT:
                owed[key] = Expected(report.task, report.agency, Role(report.role), quarter)
        return QuarterOfReports(
            self.programme,
            quarter,
            quarter in self.asked,
            quarter.has_closed(self.today),
            [self._answer(each) for each in owed.values()],
        )

    def open(self) -> list[QuarterOfReports]:
        """What is asked for and not settled, the quarter that runs now, the one before it."""
        running = Period.on(self.today)
        latest = {running, running.previous}
        begun = {r.period for r in self.reports.values() if r.state != Report.State.ACCEPTED}
        told = [self.of(each) for each in self.quarters if each in self.asked | begun]
        return [q for q in told if q.answers and (q.quarter in latest or not q.is_settled)]

    def must_be_writable(self, quarter: Period) -> None:
        """Raise ValidationError, in words for the writer, where the quarter is not due."""
        if quarter not in self.quarters:
            raise ValidationError(
                _("Chương trình không có báo cáo của %(quarter)s.") % {"quarter": quarter}
            )
        if not quarter.has_closed(self.today):
            opens = official_date(quarter.closes + timedelta(days=1))
            raise ValidationError(
                _("Chưa đến kỳ báo cáo %(quarter)s: báo cáo viết được từ ngày %(day)s.")
                % {"quarter": quarter, "day": opens}
            )

    def expected(self, key: tuple) -> Expected:
        """What is to be written under this key; ValidationError where nobody owes or knows it."""
        self.must_be_writable(key[2])
        for answer in self.of(key[2]).answers:
            if answer.expected.key == key:
                return answer.expected
        raise ValidationError(
            _("Đơn vị không phải báo cáo nhiệm vụ này cho %(quarter)s.") % {"quarter": key[2]}
        )

    def _owed(self, quarter: Period) -> Iterator[Expected]:
        for each in self.expectations.if_asked(quarter):
            if each.agency.pk in self.agencies:
                yield each

    def _answer(self, owed: Expected) -> Answer:
        report = self.reports.get(owed.key)
        standing = standing_of(self.programme, owed.quarter, report, self.today)
        return Answer(owed, report, standing)


def asking() -> list[Programme]:
    """The programmes on which agencies report here."""
    return [each for each in Programme.objects.all() if each.reports_from]


@dataclass(frozen=True)
class ToDo:
    """How many reports somebody has yet to send: due now, overdue, returned."""

    due: int = 0
    overdue: int = 0
    returned: int = 0
    deadline: date | None = None  # the next one


def to_do(agencies: set[int]) -> ToDo:
    """What these agencies have yet to send, on all programmes."""
    asked = [
        (quarter.deadline, answer.standing)
        for programme in (asking() if agencies else [])
        for quarter in Duties(programme, agencies).open()
        if quarter.is_asked
        for answer in quarter.answers
    ]
    due = [deadline for deadline, standing in asked if standing == Standing.DUE]
    overdue = sum(standing == Standing.MISSING for _deadline, standing in asked)
    returned = Report.objects.of_agencies(agencies).filter(state=Report.State.RETURNED).count()
    return ToDo(len(due), overdue, returned, min(due, default=None))
