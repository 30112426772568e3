"""Whether a report that is owed is there, and whether it came in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from programme.models import Programme, Report
from programme.periods import Period
from programme.reporting.expected import Expected


class Standing(models.TextChoices):
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
        return SHORT[self]

    @property
    def mark(self) -> str:
        """A sign beside the words, for an eye that runs over many of them."""
        return MARKS[self]

    @property
    def meaning(self) -> str:
        """What the state says, in a sentence for the public."""
        return MEANINGS[self]


SHORT = {
    Standing.ON_TIME: _("Đúng hạn"),
    Standing.LATE: _("Trễ hạn"),
    Standing.MISSING: _("Chưa báo cáo"),
    Standing.RETURNED: _("Trả lại"),
    Standing.DUE: _("Đang trong hạn"),
    Standing.NOT_DUE: _("Chưa đến kỳ"),
}
MARKS = dict(zip(Standing, "✓!✗↩…○", strict=True))
MEANINGS = {
    Standing.ON_TIME: _("gửi chậm nhất vào ngày hạn."),
    Standing.LATE: _("đã gửi, nhưng sau hạn."),
    Standing.MISSING: _("đã quá hạn mà chưa gửi."),
    Standing.RETURNED: _("Sở Công Thương trả lại để bổ sung, đơn vị chưa gửi lại."),
    Standing.DUE: _("kỳ đã chốt số liệu, còn trong hạn gửi."),
    Standing.NOT_DUE: _("kỳ chưa chốt số liệu."),
}
SENT = {Report.State.SUBMITTED, Report.State.ACCEPTED}


@dataclass(frozen=True)
class Answer:
    """An owed report with the one that answers it, if any."""

    expected: Expected
    report: Report | None
    standing: Standing

    @property
    def is_accepted(self) -> bool:
        """Whether the Department has taken it in, so that anybody may read it."""
        return self.report is not None and self.report.state == Report.State.ACCEPTED

    @property
    def entered_afterwards(self) -> bool:
        """Whether it was written down here after it had been reported elsewhere, on paper say."""
        return self.report is not None and self.report.entered_afterwards


def standing_of(
    programme: Programme, quarter: Period, report: Report | None, today: date
) -> Standing:
    """How an owed report stands on a day: a report is in time by the day on which it was made."""
    deadline = programme.deadline(quarter)
    if report and report.state in SENT:
        return Standing.ON_TIME if report.reported_on <= deadline else Standing.LATE
    if report and report.state == Report.State.RETURNED:
        return Standing.RETURNED
    if today > deadline:
        return Standing.MISSING
    return Standing.DUE if quarter.has_closed(today) else Standing.NOT_DUE


def answers(
    programme: Programme, expected: Iterable[Expected], today: date | None = None
) -> list[Answer]:
    """Each owed report with its answer, in one query that leaves the long texts where they are."""
    expected, day = list(expected), today or localdate()
    reports = Report.objects.of(programme).on({owed.quarter for owed in expected})
    found = {
        (report.task_id, report.agency_id, report.period): report
        for report in reports.for_standing()
    }
    return [_answer(programme, owed, found.get(owed.key), day) for owed in expected]


def _answer(programme: Programme, owed: Expected, report: Report | None, day: date) -> Answer:
    if report:  # what it is about is known already
        report.task, report.agency = owed.task, owed.agency
    return Answer(owed, report, standing_of(programme, owed.quarter, report, day))
