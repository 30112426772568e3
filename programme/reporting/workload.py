"""An officer's workload: reports to write quarter by quarter, and those still open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.templatetags.formatting import official_date
from programme.models import Programme, Report
from programme.models.reports import ReportRole
from programme.periods import Period
from programme.reporting.fulfilment import Fulfilment, Timeliness, timeliness_of
from programme.reporting.obligations import Obligation, Obligations

TEXTS = ("results", "difficulties", "proposals", "remark")


@dataclass(frozen=True)
class QuarterWorkload:
    """What some agencies owe, or may enter, on one programme for one quarter."""

    programme: Programme
    quarter: Period
    is_asked: bool  # whether the programme asks for the quarter's reports here
    is_writable: bool  # whether the quarter is over
    fulfilments: list[Fulfilment]

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
        return all(each.report and each.report.state == accepted for each in self.fulfilments)


class Workload:
    """The reports of some agencies (by id) on one programme."""

    def __init__(self, programme: Programme, agencies: set[int], today: date | None = None) -> None:
        self.programme, self.agencies = programme, agencies
        self.today = today or localdate()
        self.asked = set(programme.reported_quarters)

    @cached_property
    def obligations(self) -> Obligations:
        return Obligations(self.programme)

    @cached_property
    def reports(self) -> dict[tuple, Report]:
        """Every report of these agencies, under the key of its obligation."""
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

    def of(self, quarter: Period) -> QuarterWorkload:
        """Return what they owe for a quarter, and what stands there though no longer expected."""
        obligations = {each.key: each for each in self._owed(quarter)}
        for key, report in self.reports.items():
            if key[2] == quarter and key not in obligations and report.state != Report.State.DRAFT:
                obligations[key] = Obligation(
                    report.task, report.agency, ReportRole(report.role), quarter
                )
        return QuarterWorkload(
            self.programme,
            quarter,
            quarter in self.asked,
            quarter.has_closed(self.today),
            [self._fulfilment(each) for each in obligations.values()],
        )

    def open(self) -> list[QuarterWorkload]:
        """Return what is asked for and not settled, the running quarter, the one before it."""
        running = Period.on(self.today)
        latest = {running, running.previous}
        begun = {r.period for r in self.reports.values() if r.state != Report.State.ACCEPTED}
        found = [self.of(each) for each in self.quarters if each in self.asked | begun]
        return [q for q in found if q.fulfilments and (q.quarter in latest or not q.is_settled)]

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

    def obligation(self, key: tuple) -> Obligation:
        """Return what to write under this key; ValidationError where nobody owes or knows it."""
        self.must_be_writable(key[2])
        for fulfilment in self.of(key[2]).fulfilments:
            if fulfilment.obligation.key == key:
                return fulfilment.obligation
        raise ValidationError(
            _("Đơn vị không phải báo cáo nhiệm vụ này cho %(quarter)s.") % {"quarter": key[2]}
        )

    def _owed(self, quarter: Period) -> Iterator[Obligation]:
        for each in self.obligations.if_asked(quarter):
            if each.agency.pk in self.agencies:
                yield each

    def _fulfilment(self, obligation: Obligation) -> Fulfilment:
        report = self.reports.get(obligation.key)
        timeliness = timeliness_of(self.programme, obligation.quarter, report, self.today)
        return Fulfilment(obligation, report, timeliness)


def asking() -> list[Programme]:
    """Return the programmes on which agencies report here."""
    return [each for each in Programme.objects.all() if each.reports_from]


@dataclass(frozen=True)
class WorkloadCounts:
    """Numbers of reports yet to be sent: due now, overdue, returned."""

    due: int = 0
    overdue: int = 0
    returned: int = 0
    deadline: date | None = None  # the next one


def workload_counts(agencies: set[int]) -> WorkloadCounts:
    """Count what these agencies have yet to send, on all programmes."""
    asked = [
        (quarter.deadline, fulfilment.timeliness)
        for programme in (asking() if agencies else [])
        for quarter in Workload(programme, agencies).open()
        if quarter.is_asked
        for fulfilment in quarter.fulfilments
    ]
    due = [deadline for deadline, timeliness in asked if timeliness == Timeliness.DUE]
    overdue = sum(timeliness == Timeliness.MISSING for _deadline, timeliness in asked)
    returned = Report.objects.of_agencies(agencies).filter(state=Report.State.RETURNED).count()
    return WorkloadCounts(len(due), overdue, returned, min(due, default=None))
