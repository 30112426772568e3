"""DOIT's staff name who reports where the Appendix leaves it open, and keep the queue."""

from datetime import date

import pytest
from django.urls import reverse

from programme.models import Assignment
from programme.reporting.workload import workload_counts
from tests.backoffice import form_of
from tests.factories.people import StaffFactory
from tests.factories.programme import AgencyFactory, ProgrammeFactory, ReportingProgrammeFactory
from tests.factories.reports import (
    AcceptedReportFactory,
    ReportFactory,
    SubmittedReportFactory,
    at_work,
    department,
    task_of,
    writer,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
OPEN = reverse("admin:programme_assignment_open")
ADD = reverse("admin:programme_assignment_add")
QUEUE = reverse("admin:programme_report_changelist")


@pytest.fixture
def programme(clock):
    clock.set(date(2026, 3, 20))
    return ReportingProgrammeFactory()


@pytest.fixture
def doit():
    return at_work(department())


def assigned(client, **values):
    data = {"year": 2026, "quarter": 1, "reason": "Công văn 15/UBND", **values}
    return client.post(ADD, data)


def test_a_task_without_a_lead_stands_on_the_list_until_somebody_is_assigned(programme, doit):
    task = task_of(programme, content_vi="Việc chưa có ai")
    timeless = task_of(programme, AgencyFactory(), open_cells_of=["timeframe"])
    waiting = {str(w.label): w.count for w in doit.get(reverse("admin:index")).context["waiting"]}
    assert waiting["Nhiệm vụ cần phân công báo cáo"] == 2
    page = read(doit.get(OPEN))
    assert "Việc chưa có ai" in page
    assert reverse("admin:programme_task_change", args=[timeless.pk]) in page.addresses
    add = f"{ADD}?task={task.pk}&year=2026&quarter=2"
    assert add in page.addresses
    assert form_of(doit, add)["task"] == str(task.pk)
    agency = AgencyFactory()
    assert assigned(doit, task=task.pk, agency=agency.pk).status_code == 302
    assert Assignment.objects.get().by is not None
    assert "Việc chưa có ai" not in read(doit.get(OPEN))
    assert workload_counts({agency.pk}).due == 1


def test_each_says_why_nobody_is_known_to_report(programme, doit):
    hall = AgencyFactory(kind="collective", name_vi="Các sở, ban, ngành")
    task_of(programme, hall)
    task_of(programme, AgencyFactory(), open_cells_of=["lead"])
    task_of(programme)
    page = read(doit.get(OPEN))
    for reason in ("là tập thể nhiều đơn vị", "Không đọc được.", "không ghi đơn vị chủ trì"):
        assert reason in page


def test_an_ended_programme_waits_for_nobody(programme, doit):
    task_of(ProgrammeFactory(is_main=False))
    assert "chưa yêu cầu báo cáo qua Cổng" in read(doit.get(OPEN))
    waiting = doit.get(reverse("admin:index")).context["waiting"]
    assert "Nhiệm vụ cần phân công báo cáo" not in [str(each.label) for each in waiting]


@pytest.mark.parametrize(
    ("wrong", "field", "reason"),
    [
        ({"reason": ""}, "reason", "bắt buộc"),
        ({"year": 2031}, "year", "từ năm 2026 đến năm 2030"),
        ({"quarter": 5}, "quarter", "Quý từ 1 đến 4."),
        ({"replaces": "stranger"}, "replaces", "không phối hợp nhiệm vụ đã chọn"),
        ({"agency": "merged"}, "agency", "đã được Sở Mới kế thừa"),
    ],
)
def test_an_assignment_that_cannot_be_is_told_at_its_field(programme, doit, wrong, field, reason):
    agencies = {name: AgencyFactory() for name in ("agency", "stranger", "merged")}
    merged = agencies["merged"]
    merged.successor, merged.succession_source = AgencyFactory(name_vi="Sở Mới"), "Nghị quyết"
    merged.confirm_succession(StaffFactory())
    values = {"agency": agencies["agency"].pk, "task": task_of(programme).pk}
    values |= {name: agencies[v].pk if v in agencies else v for name, v in wrong.items()}
    page = assigned(doit, **values)
    assert reason in " ".join(page.context["adminform"].form.errors[field])
    assert not Assignment.objects.exists()


def test_a_coordinating_agency_is_replaced(programme, doit):
    task = task_of(programme, AgencyFactory())
    former, new = AgencyFactory(), writer().officer.agency
    task.task_agencies.create(agency=former, role="coordinating")
    assert assigned(doit, task=task.pk, agency=new.pk, replaces=former.pk).status_code == 302
    assert workload_counts({new.pk}).due == 1
    twice = assigned(doit, task=task.pk, agency=AgencyFactory().pk, replaces=former.pk)
    assert "Quý này đã có phân công" in read(twice).non_field_errors


def test_assigning_is_the_departments_alone(programme):
    officer = at_work(writer())
    for path in (OPEN, ADD, reverse("admin:programme_assignment_changelist")):
        assert officer.get(path).status_code == 403
    data = {"task": task_of(programme).pk, "agency": AgencyFactory().pk}
    assert assigned(officer, **data).status_code == 403
    assert not Assignment.objects.exists()


def test_the_queue_is_filtered_by_what_the_work_asks(programme, doit):
    one, other = AgencyFactory(), AgencyFactory()
    told = task_of(programme, one, content_vi="Hội nghị mà không nơi nào khác nhắc tới")
    report = SubmittedReportFactory(task=told, agency=one)
    AcceptedReportFactory(task=task_of(programme, other), agency=other)
    elsewhere = task_of(ProgrammeFactory(is_main=False), one)
    AcceptedReportFactory(task=elsewhere, agency=one, year=2021, quarter=2)
    ReportFactory(task=report.task, agency=other)
    for query in (
        {"state__exact": "submitted"},
        {"programme": programme.slug, "agency__id__exact": one.pk},
        {"quarter": "2026-Q1", "agency__id__exact": one.pk},
        {"q": report.task.content_vi},
    ):
        found = doit.get(QUEUE, query).context["cl"].result_list
        assert [each.pk for each in found] == [report.pk], query
    everything = doit.get(QUEUE, {"quarter": "nonsense"}).context["cl"].result_list
    assert len(everything) == 3


def test_the_programme_says_from_when_it_asks(programme, doit):
    path = reverse("admin:programme_programme_change", args=[programme.pk])
    assert "Nghị định 09/2019/NĐ-CP" in read(doit.get(path))
    wrong = doit.post(path, form_of(doit, path) | {"reports_from": "quý 1", "report_days": 91})
    assert set(wrong.context["adminform"].form.errors) == {"reports_from", "report_days"}
    doit.post(path, form_of(doit, path) | {"reports_from": "2027-Q1", "report_days": 20})
    programme.refresh_from_db()
    assert (programme.reports_from, programme.report_days) == ("2027-Q1", 20)
