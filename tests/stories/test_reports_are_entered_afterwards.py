"""What was reported before the portal, or on paper, is entered afterwards with its real day."""

from datetime import date

import pytest
from django.urls import reverse

from programme.models import Report
from programme.periods import Period
from tests.factories.people import StaffFactory
from tests.factories.programme import AgencyFactory, ProgrammeFactory, ReportingProgrammeFactory
from tests.factories.reports import at_work, department, sent_back, task_of, writer
from tests.pages import read

pytestmark = pytest.mark.django_db
OLD, NOW = Period.read("2021-Q2"), Period.read("2026-Q1")
FILLED = {"results": "Đã làm.", "task_status": "in_progress", "milestone": "Đã ban hành kế hoạch"}


@pytest.fixture
def agency(clock):
    clock.set(date(2026, 3, 20))
    return AgencyFactory(name_vi="Sở Khoa học và Công nghệ")


def write(task, agency, quarter: Period) -> str:
    return reverse("admin:programme_report_write", args=[task.pk, agency.code, quarter])


def page_of(agency) -> str:
    return reverse("admin:programme_report_agency", args=[agency.code])


@pytest.mark.parametrize("by", ["officer", "department"])
def test_a_quarter_of_the_ended_main_programme(agency, by):
    task = task_of(ProgrammeFactory(), agency)
    client = at_work(writer(agency) if by == "officer" else department())
    page = client.get(page_of(agency), {"chuong-trinh": "chuong-trinh-thu", "quy": "2021-Q2"})
    assert "Kỳ này không bắt buộc báo cáo qua Cổng" in read(page)
    assert write(task, agency, OLD) in read(page).addresses
    data = FILLED | {"reported_on": "16/6/2021", "send": "1"}
    client.post(write(task, agency, OLD), data)
    report = Report.objects.get()
    assert (report.state, report.reported_on) == ("submitted", date(2021, 6, 16))
    assert report.entered_afterwards
    review = at_work(department()).get(reverse("admin:programme_report_change", args=[report.pk]))
    assert "nhập sau" in read(review)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("", "Hãy ghi ngày đơn vị đã báo cáo."),
        ("31/02/2021", "Ngày không có trong lịch."),
        ("21/3/2026", "Ngày báo cáo không thể ở tương lai."),
        ("14/3/2021", "Ngày báo cáo không thể trước kỳ báo cáo."),
    ],
)
def test_a_day_that_cannot_be_is_told_at_its_field(agency, day, reason):
    task = task_of(ProgrammeFactory(), agency)
    client = at_work(writer(agency))
    data = FILLED | {"reported_on": day, "send": "1"}
    page = client.post(write(task, agency, OLD), data)
    (told,) = page.context["writing"].form.errors["reported_on"]
    assert told.startswith(reason)
    assert not Report.objects.exists()


def test_an_officer_cannot_date_back_a_report_that_is_asked_for_here(agency, clock):
    task = task_of(ReportingProgrammeFactory(), agency)
    clock.set(date(2026, 4, 2))
    client = at_work(writer(agency))
    assert "reported_on" not in client.get(write(task, agency, NOW)).context["writing"].form.fields
    client.post(write(task, agency, NOW), FILLED | {"reported_on": "20/3/2026", "send": "1"})
    report = Report.objects.get()
    assert (report.reported_on, report.entered_afterwards) == (date(2026, 4, 2), False)


def test_the_department_enters_a_paper_of_an_agency_without_account(agency, clock):
    task = task_of(ReportingProgrammeFactory(), agency)
    clock.set(date(2026, 4, 2))
    client = at_work(department())
    assert "được ghi là nhập sau" in read(client.get(page_of(agency)))
    silent = client.post(write(task, agency, NOW), FILLED | {"send": "1"})
    assert "Hãy ghi ngày đơn vị đã báo cáo." in read(silent).errors["Ngày báo cáo"]
    assert not Report.objects.exists()
    data = FILLED | {"reported_on": "23/3/2026", "send": "1"}
    client.post(write(task, agency, NOW), data)
    report = Report.objects.get()
    assert (report.reported_on, report.entered_afterwards) == (date(2026, 3, 23), True)


def test_what_came_on_paper_stays_so_when_the_officer_corrects_it(agency):
    task = task_of(ReportingProgrammeFactory(), agency)
    at_work(department()).post(
        write(task, agency, NOW), FILLED | {"reported_on": "16/3/2026", "send": "1"}
    )
    report = Report.objects.get()
    report.return_with("Thiếu số liệu.", StaffFactory())
    client = at_work(writer(agency))
    client.post(
        write(task, agency, NOW), sent_back(client, write(task, agency, NOW)) | {"send": "1"}
    )
    report.refresh_from_db()
    assert (report.state, report.reported_on) == ("submitted", date(2026, 3, 16))
    assert report.entered_afterwards


def test_a_successor_enters_what_the_former_agency_did(agency):
    former = AgencyFactory(
        successor=agency, succession_source="Nghị quyết", succeeded_on=date(2025, 3, 1)
    )
    former.confirm_succession(StaffFactory())
    task = task_of(ProgrammeFactory(), former)
    client = at_work(writer(agency))
    data = FILLED | {"reported_on": "16/6/2021", "send": "1"}
    client.post(write(task, former, OLD), data)
    assert Report.objects.get().agency == former


def test_the_officer_of_an_agency_that_was_merged_away_is_told(agency):
    officer = writer(agency)
    agency.successor, agency.succession_source = AgencyFactory(name_vi="Sở Mới"), "Nghị quyết"
    agency.confirm_succession(StaffFactory())
    task = task_of(ReportingProgrammeFactory(), agency)
    client = at_work(officer)
    assert "đã được Sở Mới kế thừa" in read(client.get(page_of(agency))).non_field_errors
    assert client.get(write(task, agency, NOW)).status_code == 403
    assert client.post(write(task, agency, NOW), FILLED).status_code == 409
    assert not Report.objects.exists()
