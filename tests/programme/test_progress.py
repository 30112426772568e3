"""The overview's progress by group and agency: averages of like with like, or counts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programme.periods import Period
from programme.reporting.progress import latest_progress
from tests.factories.programme import (
    AgencyFactory,
    AssignmentFactory,
    ReportingProgrammeFactory,
    TaskFactory,
    TaskGroupFactory,
)
from tests.factories.reports import AcceptedReportFactory, ReportFactory
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ReportingProgrammeFactory()


def task(programme, number: int = 1, **fields):
    return TaskFactory(group=TaskGroupFactory(programme=programme, number=number), **fields)


def told(parts) -> list[tuple]:
    return [(part.accepted, len(part.reports), part.average, part.counts) for part in parts]


def test_without_accepted_reports_there_is_none(client, programme):
    ReportFactory(task=task(programme))
    assert latest_progress(programme) is None
    assert "Tiến độ theo báo cáo" not in read(client.get("/chuong-trinh/chuong-trinh-bao-cao/"))


def test_percentages_are_averaged_where_every_task_has_one(client, programme):
    lead = AgencyFactory()
    for progress in (40, 61):
        AcceptedReportFactory(task=task(programme, lead=lead), agency=lead, progress=progress)
    found = latest_progress(programme)
    counts = [("Đang thực hiện", 2)]
    assert told(found.groups) == told(found.agencies) == [(2, 2, 50, counts)]
    text = read(client.get("/chuong-trinh/chuong-trinh-bao-cao/"))
    assert "Tiến độ theo báo cáo quý I năm 2026" in text
    assert "bình quân 50%" in text


def test_a_milestone_or_a_missing_report_makes_counts_of_all(client, programme):
    one, other, third = (AgencyFactory() for _ in range(3))
    AcceptedReportFactory(task=task(programme, lead=one), agency=one, progress=100)
    AcceptedReportFactory(
        task=task(programme, 2, lead=other), agency=other, progress=None, milestone="Đã ban hành"
    )
    task(programme, 2, lead=third)
    found = latest_progress(programme)
    first, second = told(found.groups)
    assert first[:3] == (1, 1, 100)
    missing = [("Đang thực hiện", 1), ("Chưa có báo cáo được tiếp nhận", 1)]
    assert second == (1, 2, None, missing)
    text = read(client.get("/chuong-trinh/chuong-trinh-bao-cao/"))
    assert "Đang thực hiện: 1; Chưa có báo cáo được tiếp nhận: 1" in text


def test_only_the_latest_quarter_and_only_the_lead_counts(programme):
    lead = AgencyFactory()
    work = task(programme, lead=lead)
    AcceptedReportFactory(task=work, agency=lead, progress=20)
    AcceptedReportFactory(task=work, agency=lead, quarter=2, progress=35)
    AcceptedReportFactory(task=work, quarter=3, role="coordinating", progress=90)
    found = latest_progress(programme)
    assert found.quarter == Period.read("2026-Q2")
    assert told(found.groups)[0][:3] == (1, 1, 35)


def test_a_task_belongs_to_whoever_leads_in_the_quarter(programme):
    work, alone = task(programme, lead=AgencyFactory()), task(programme)
    assigned = AssignmentFactory(task=work).agency
    AcceptedReportFactory(task=work, agency=assigned)
    found = latest_progress(programme)
    assert [part.of for part in found.agencies] == [assigned]
    assert len(found.groups[0].reports) == 2, f"{alone} has no lead, but a group"


def test_the_overview_takes_as_many_queries_for_many_reports(client, programme):
    def grow(number: int) -> None:
        for each in range(number):
            lead = AgencyFactory()
            AcceptedReportFactory(task=task(programme, each + 1, lead=lead), agency=lead)

    grow(1)
    with CaptureQueriesContext(connection) as few:
        client.get("/chuong-trinh/chuong-trinh-bao-cao/")
    grow(8)
    with CaptureQueriesContext(connection) as many:
        client.get("/chuong-trinh/chuong-trinh-bao-cao/")
    assert len(many) == len(few) <= 24
