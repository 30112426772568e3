"""Quarterly reports as they stand: sent on a day, taken in, sent back."""

from datetime import date, datetime, time

import factory
from django.utils.timezone import make_aware

from programme.models import Report
from tests.factories.programme import ReportFactory


class SentReportFactory(ReportFactory):
    """Sent in time, and waiting for the Department."""

    state = Report.State.SUBMITTED
    reported_on = date(2026, 3, 20)

    @factory.lazy_attribute
    def submitted_at(self) -> datetime:
        return make_aware(datetime.combine(self.reported_on, time(9)))


class AcceptedReportFactory(SentReportFactory):
    """Taken in by the Department, and so public."""

    state = Report.State.ACCEPTED


class ReturnedReportFactory(SentReportFactory):
    """Sent back for what is missing."""

    state = Report.State.RETURNED
    remark = "Thiếu số lượt học viên."
