"""A transition is guarded by its declaration: state, lock, one transaction."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programme.models import ConsolidatedReport
from tests.factories.people import StaffFactory
from tests.factories.programme import ConsolidatedReportFactory

pytestmark = pytest.mark.django_db
State = ConsolidatedReport.State


@pytest.fixture
def report(clock) -> ConsolidatedReport:
    return ConsolidatedReportFactory(number=7, signed_on=clock.day)


def test_the_record_goes_where_the_declaration_says(report):
    report.publish(StaffFactory())
    assert report.previous_state == State.DRAFT
    assert report.state == State.PUBLISHED
    report.refresh_from_db()
    assert report.state == State.PUBLISHED


def test_it_begins_in_its_own_states_alone(report):
    with pytest.raises(ValidationError, match="đang ở tình trạng “Đang soạn”") as refused:
        report.withdraw("Nhầm", StaffFactory())
    assert refused.value.code == "state"
    assert report.state == State.DRAFT


def test_the_state_is_that_of_the_database_not_of_an_old_page(report):
    old = ConsolidatedReport.objects.get(pk=report.pk)
    report.publish(StaffFactory())
    with pytest.raises(ValidationError, match="“Đã công bố”"):
        old.publish(StaffFactory())


def test_what_is_refused_leaves_the_record_as_it_was(report):
    report.publish(StaffFactory())
    with pytest.raises(ValidationError, match="Hãy ghi lý do"):
        report.withdraw(" ", StaffFactory())
    assert report.state == State.PUBLISHED
    report.refresh_from_db()
    assert (report.state, report.withdraw_reason) == (State.PUBLISHED, "")


def test_what_was_written_before_a_refusal_is_taken_back(report, monkeypatch):
    def save_and_fail(self, *args, **kwargs):
        ConsolidatedReport.objects.filter(pk=self.pk).update(outlook="nửa chừng")
        raise RuntimeError

    monkeypatch.setattr(ConsolidatedReport, "save", save_and_fail)
    with pytest.raises(RuntimeError):
        report.publish(StaffFactory())
    assert ConsolidatedReport.objects.get(pk=report.pk).outlook == ""


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite locks the whole database")
def test_the_row_is_locked(report):
    with CaptureQueriesContext(connection) as asked:
        report.publish(StaffFactory())
    assert any("FOR UPDATE" in query["sql"] for query in asked.captured_queries)


def test_transitions_are_listed_in_the_order_of_their_declaration():
    declared = [(each.name, each.page) for each in ConsolidatedReport.transitions()]
    assert declared == [("store", "collect"), ("publish", "publish"), ("withdraw", "withdraw")]
