"""Whether a report that is owed is there, and whether it came in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from portal.periods import Period
from programme.models import Programme, Report
from programme.reporting.expected import Expected


class Standing(models.TextChoices):
    """The state of one owed report; 'late' and 'missing' exist only after its deadline."""

    ON_TIME = "on_time", _("Đúng hạn")
    LATE = "late", _("Trễ hạn")
    MISSING = "missing", _("Chưa báo cáo, đã quá hạn")
    RETURNED = "returned", _("Trả lại để bổ sung")
    DUE = "due", _("Đang trong hạn báo cáo")
    NOT_DUE = "not_due", _("Chưa đến kỳ")


SENT = {Report.State.SUBMITTED, Report.State.ACCEPTED}


@dataclass(frozen=True)
class Answer:
    """An owed report with the one that answers it, if any."""

    expected: Expected
    report: Report | None
    standing: Standing


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
    """Each owed report with its answer, in one query."""
    expected, day = list(expected), today or localdate()
    found = {
        (report.task_id, report.agency_id, report.period): report
        for report in Report.objects.of(programme).for_list()
    }
    return [
        Answer(owed, report, standing_of(programme, owed.quarter, report, day))
        for owed in expected
        for report in [found.get(owed.key)]
    ]
