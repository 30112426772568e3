"""What the public reads of a task's reports: accepted ones, with their versions and evidence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programme.models import Report, ReportEvidence, Task
from tests.factories.people import UserFactory
from tests.factories.programme import (
    AgencyFactory,
    AmendmentFactory,
    ReportingProgrammeFactory,
    TargetFactory,
    TargetMeasureFactory,
    TaskFactory,
    TaskGroupFactory,
)
from tests.factories.reports import AcceptedReportFactory, ReportFactory
from tests.pages import Page, read

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture
def task() -> Task:
    group = TaskGroupFactory(programme=ReportingProgrammeFactory())
    return TaskFactory(group=group, position=1)


def page(client) -> Page:
    return read(client.get("/chuong-trinh/chuong-trinh-bao-cao/nhiem-vu/1.1/"))


def evidence(report: Report, **fields) -> ReportEvidence:
    defaults = {"title": "Biên bản hội nghị", "file": SimpleUploadedFile("b.pdf", PDF)}
    return ReportEvidence.objects.create(report=report, **defaults | fields)


def accept(report: Report) -> Report:
    by = UserFactory()
    report.submit(by)
    report.accept(UserFactory())
    return report


def test_a_task_without_reports_says_so(client, task):
    assert "Chưa có báo cáo quý nào được tiếp nhận." in page(client)


def test_an_accepted_report_tells_who_when_and_what(client, task):
    measure = TargetMeasureFactory(
        target=TargetFactory(programme=task.programme), source="reports", task_number="1.1"
    )
    report = AcceptedReportFactory(task=task, results="Đã họp <b>02</b> lần.", figures={measure: 3})
    whole = page(client)
    entry = whole.section(f"Quý I năm 2026: {report.agency}")
    assert entry.root.get("id") == f"bao-cao-{report.pk}"
    assert "Đã họp <b>02</b> lần." in entry.text
    assert "Bản tiếp nhận lần 1" in entry
    assert entry.facts == {
        "Tình trạng": "Đang thực hiện",
        "Tiến độ": "40%",
        measure.name: "3 doanh nghiệp",
    }


def test_difficulties_and_proposals_are_for_the_department(client, task):
    AcceptedReportFactory(task=task, difficulties="Thiếu kinh phí", proposals="Xin thêm người")
    text = page(client)
    assert "Thiếu kinh phí" not in text.source
    assert "Xin thêm người" not in text.source
    assert "không đăng ở đây" in text


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "unlocked"])
def test_what_is_not_accepted_is_nobodys_to_read(client, task, state):
    report = ReportFactory(task=task, results="Chưa công bố")
    file = evidence(report)
    by = UserFactory()
    if state != "draft":
        report.submit(by)
    if state == "returned":
        report.return_with("Thiếu", UserFactory())
    if state == "unlocked":
        report.accept(UserFactory())
        report.unlock("Sai", by)
    assert "Chưa công bố" not in page(client).source
    assert client.get(f"/chuong-trinh/tai-lieu/{file.pk}/").status_code == 404


def test_evidence_is_handed_out_once_its_report_is_accepted(client, task):
    report = ReportFactory(task=task)
    file = evidence(report)
    link = evidence(report, title="Tin đã đăng", file="", link="https://example.com/tin")
    accept(report)
    text = page(client)
    assert f"/chuong-trinh/tai-lieu/{file.pk}/" in text.addresses
    [link_to] = text.root.xpath(".//a[@href='https://example.com/tin']")
    assert link_to.get("rel") == "nofollow noopener"
    answer = client.get(f"/chuong-trinh/tai-lieu/{file.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    for pk in (link.pk, 999_999):
        assert client.get(f"/chuong-trinh/tai-lieu/{pk}/").status_code == 404
    file.file.storage.delete(file.file.name)
    assert client.get(f"/chuong-trinh/tai-lieu/{file.pk}/").status_code == 404


def test_a_version_that_was_replaced_stays_readable(client, task):
    measure = TargetMeasureFactory(
        target=TargetFactory(programme=task.programme), source="reports", task_number="1.1"
    )
    report = ReportFactory(task=task, results="Bản đầu")
    report.figures.create(measure=measure, value=5)
    file = evidence(report, title="Tài liệu cũ")
    accept(report)
    report.unlock("Sai số liệu", UserFactory())
    report.results, report.milestone = "Bản sau", "Đã nghiệm thu"
    report.save()
    report.figures.update(value=6)
    file.delete()
    accept(report)
    text = page(client)
    entry = text.section(f"Quý I năm 2026: {report.agency}")
    [replaced] = entry.root.iter("details")
    earlier = Page(replaced)
    assert "Bản tiếp nhận lần 2" in entry
    assert "Bản tiếp nhận lần 1" in earlier
    assert ("Bản sau" in entry, "Bản sau" in earlier) == (True, False)
    assert "Bản đầu" in earlier
    assert entry.facts[measure.name] == "6 doanh nghiệp"
    assert earlier.facts[measure.name] == "5 doanh nghiệp"
    assert "Tài liệu cũ" in earlier.facts["Tài liệu kiểm chứng"]
    assert "Sai số liệu" not in text.source


def test_reports_on_an_earlier_wording_stand_on_the_same_page(client, task):
    AcceptedReportFactory(task=task, results="Theo bản cũ")
    task.amend(AmendmentFactory(programme=task.programme))
    assert "Theo bản cũ" in page(client)


def test_the_latest_quarter_comes_first_and_the_lead_before_others(client, task):
    for year, quarter, role in ((2026, 1, "lead"), (2026, 2, "coordinating"), (2026, 2, "lead")):
        AcceptedReportFactory(
            task=task, year=year, quarter=quarter, role=role, agency=AgencyFactory()
        )
    context = client.get("/chuong-trinh/chuong-trinh-bao-cao/nhiem-vu/1.1/").context
    shown = [(e.report.quarter, e.report.role) for e in context["timeline"]]
    assert shown == [(2, "lead"), (2, "coordinating"), (1, "lead")]


def test_the_page_takes_as_many_queries_for_one_report_as_for_many(client, task):
    measure = TargetMeasureFactory(
        target=TargetFactory(programme=task.programme), source="reports", task_number="1.1"
    )

    def grow(number: int) -> None:
        for _number in range(number):
            report = AcceptedReportFactory(task=task, agency=AgencyFactory(), figures={measure: 1})
            evidence(report)
            report.unlock("Sai", UserFactory())
            accept(report)

    grow(1)
    with CaptureQueriesContext(connection) as few:
        page(client)
    grow(6)
    with CaptureQueriesContext(connection) as many:
        page(client)
    assert len(many) == len(few) <= 22
