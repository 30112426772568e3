"""Story: what a list of the back office shows can be taken along as a spreadsheet."""

import io

import pytest
from django.contrib import admin
from django.urls import reverse
from openpyxl import load_workbook

from core import jobs
from core.models import AuditEvent, Job
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.people import StaffFactory, SuperuserFactory, allowed
from tests.factories.programme import OfficerFactory, ReportingProgrammeFactory
from tests.factories.reports import (
    AcceptedReportFactory,
    SubmittedReportFactory,
    at_work,
    department,
    task_of,
)
from tests.pages import read

pytestmark = pytest.mark.django_db


def address(label: str, query: str = "") -> str:
    return reverse("admin:list_file", args=label.lower().split(".")) + query


def rows(content: bytes) -> list[tuple]:
    return list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def test_the_file_holds_the_columns_of_what_the_filters_show():
    task = task_of(ReportingProgrammeFactory())
    waiting = SubmittedReportFactory(task=task)
    AcceptedReportFactory(task=task)
    doit = at_work(department())
    listed = reverse("admin:programme_report_changelist") + "?state__exact=submitted"
    file = address("programme.report", "?state__exact=submitted")
    assert file in read(doit.get(listed)).addresses
    headings, *lines = rows(doit.get(file).content)
    columns = ["Đơn vị báo cáo", "Kỳ báo cáo", "Tình trạng", "Ngày báo cáo"]
    assert list(headings)[1:5] == columns
    assert [line[1] for line in lines] == [str(waiting.agency)]
    assert lines[0][3] == "Đã gửi, chờ tiếp nhận"
    assert lines[0][4].date() == waiting.reported_on
    event = AuditEvent.objects.get(kind="export")
    assert (event.model, event.detail["rows"]) == ("programme.report", 1)


def test_who_may_not_see_the_list_gets_no_file():
    OfficerFactory()
    page = at_work(allowed(StaffFactory(), "programme.view_report")).get(
        address("programme.officer")
    )
    assert page.status_code == 403
    assert not AuditEvent.objects.filter(kind="export").exists()


def test_every_list_gives_a_file(start_data):
    client = at_work(SuperuserFactory())
    for model in admin.site._registry:
        answer = client.get(address(model._meta.label))
        assert answer.status_code == 200, model
        assert rows(answer.content)[0], model


def test_a_formula_in_a_name_is_text_and_a_wrong_filter_is_no_file():
    EnterpriseFactory(legal_name="=1+1")
    client = at_work(SuperuserFactory())
    lines = rows(client.get(address("enterprises.enterprise")).content)
    assert lines[1][0] == "'=1+1"
    assert client.get(address("enterprises.enterprise", "?nonsense=1")).status_code == 302
    assert client.get(address("enterprises.nothing")).status_code == 404


def test_a_long_list_is_made_by_the_worker(monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    EnterpriseFactory.create_batch(5)
    client = at_work(SuperuserFactory())
    page = client.get(address("enterprises.enterprise", "?o=1"))
    job = Job.objects.get()
    assert page["Location"] == reverse("admin:job", args=[job.pk])
    file = client.get(reverse("admin:job_file", args=[job.pk]))
    assert len(rows(b"".join(file.streaming_content))) == 6


def test_the_number_of_queries_does_not_grow_with_the_list(django_assert_max_num_queries):
    task = task_of(ReportingProgrammeFactory())
    SubmittedReportFactory.create_batch(12, task=task)
    client = at_work(department())
    with django_assert_max_num_queries(12):
        client.get(address("programme.report"))
