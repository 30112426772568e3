"""One agency's reports of one quarter, as far as anyone may read them."""

from dataclasses import replace

from django.utils.timezone import localdate

from programme.models import Agency, Programme, Report
from programme.periods import Period
from programme.reporting.expected import Expectations
from programme.reporting.standings import Answer, answers


def owed_by(agency: Agency, programme: Programme, quarter: Period) -> list[Answer]:
    """Each report that the agency owes; an accepted one comes with all that it says."""
    owed = [each for each in Expectations(programme).of([quarter]) if each.agency == agency]
    found = Report.objects.of(programme).of_agencies({agency.pk}).on([quarter])
    readable = found.accepted().for_page().in_bulk()
    return [
        replace(answer, report=readable[answer.report.pk]) if answer.is_accepted else answer
        for answer in answers(programme, owed, localdate())
    ]
