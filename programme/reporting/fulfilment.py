"""Whether an obligation is fulfilled by a report, and in time."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from programme.models import Agency, Programme, Report
from programme.periods import Period
from programme.reporting.obligations import Obligation, Obligations


class Timeliness(models.TextChoices):
    """The state of one owed report; 'late' and 'missing' exist only after its deadline."""

    ON_TIME = "on_time", _("Đúng hạn")
    LATE = "late", _("Trễ hạn")
    MISSING = "missing", _("Chưa báo cáo, đã quá hạn")
    RETURNED = "returned", _("Trả lại để bổ sung")
    DUE = "due", _("Đang trong hạn báo cáo")
    NOT_DUE = "not_due", _("Chưa đến kỳ")

    @property
    def short(self) -> str:
        """The state in the two or three words that a cell of a table has room for."""
        return str(SHORT[self])

    @property
    def mark(self) -> str:
        """A sign beside the words, for an eye that runs over many of them."""
        return MARKS[self]

    @property
    def meaning(self) -> str:
        """What the state says, in a sentence for the public."""
        return str(MEANINGS[self])


SHORT = {
    Timeliness.ON_TIME: _("Đúng hạn"),
    Timeliness.LATE: _("Trễ hạn"),
    Timeliness.MISSING: _("Chưa báo cáo"),
    Timeliness.RETURNED: _("Trả lại"),
    Timeliness.DUE: _("Đang trong hạn"),
    Timeliness.NOT_DUE: _("Chưa đến kỳ"),
}
MARKS = dict(zip(Timeliness, "✓!✗↩…○", strict=True))
MEANINGS = {
    Timeliness.ON_TIME: _("gửi chậm nhất vào ngày hạn."),
    Timeliness.LATE: _("đã gửi, nhưng sau hạn."),
    Timeliness.MISSING: _("đã quá hạn mà chưa gửi."),
    Timeliness.RETURNED: _("Sở Công Thương trả lại để bổ sung, đơn vị chưa gửi lại."),
    Timeliness.DUE: _("kỳ đã chốt số liệu, còn trong hạn gửi."),
    Timeliness.NOT_DUE: _("kỳ chưa chốt số liệu."),
}
SENT = {Report.State.SUBMITTED, Report.State.ACCEPTED}


@dataclass(frozen=True)
class Fulfilment:
    """An obligation with the report that answers it, if any."""

    obligation: Obligation
    report: Report | None
    timeliness: Timeliness

    @property
    def is_accepted(self) -> bool:
        """Whether the Department has taken it in, so that anybody may read it."""
        return self.report is not None and self.report.state == Report.State.ACCEPTED

    @property
    def entered_afterwards(self) -> bool:
        """Whether it was written down here after it had been reported elsewhere, on paper say."""
        return self.report is not None and self.report.entered_afterwards


def timeliness_of(
    programme: Programme, quarter: Period, report: Report | None, today: date
) -> Timeliness:
    """How an owed report stands on a day: a report is in time by the day on which it was made."""
    deadline = programme.deadline(quarter)
    if report and report.reported_on and report.state in SENT:
        return Timeliness.ON_TIME if report.reported_on <= deadline else Timeliness.LATE
    if report and report.state == Report.State.RETURNED:
        return Timeliness.RETURNED
    if today > deadline:
        return Timeliness.MISSING
    return Timeliness.DUE if quarter.has_closed(today) else Timeliness.NOT_DUE


def fulfilments(
    programme: Programme, obligations: Iterable[Obligation], today: date | None = None
) -> list[Fulfilment]:
    """Match obligations with their reports, in one query that leaves out the long texts."""
    obligations, day = list(obligations), today or localdate()
    reports = Report.objects.of(programme).on({each.quarter for each in obligations})
    found = {
        (report.task_id, report.agency_id, report.period): report
        for report in reports.for_timeliness()
    }
    return [_fulfilment(programme, each, found.get(each.key), day) for each in obligations]


def _fulfilment(
    programme: Programme, obligation: Obligation, report: Report | None, day: date
) -> Fulfilment:
    if report:  # what it is about is known already
        report.task, report.agency = obligation.task, obligation.agency
    return Fulfilment(obligation, report, timeliness_of(programme, obligation.quarter, report, day))


def public_fulfilments(agency: Agency, programme: Programme, quarter: Period) -> list[Fulfilment]:
    """Each report that the agency owes; an accepted one comes with all that it says."""
    owed = [each for each in Obligations(programme).of([quarter]) if each.agency == agency]
    found = Report.objects.of(programme).of_agencies({agency.pk}).on([quarter])
    readable = found.accepted().for_page().in_bulk()
    return [
        replace(each, report=readable[each.report.pk]) if each.report and each.is_accepted else each
        for each in fulfilments(programme, owed, localdate())
    ]
