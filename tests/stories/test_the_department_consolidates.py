"""The Department collects a period, edits its report, signs it outside, and publishes it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from programme.consolidating.collecting import collect
from programme.models import ConsolidatedReport
from tests.backoffice import form_of
from tests.factories.people import StaffFactory, UserFactory, allowed, in_group
from tests.factories.programme import (
    AgencyFactory,
    ConsolidatedReportFactory,
    OfficerFactory,
    ReportingProgrammeFactory,
    TaskFactory,
    TaskGroupFactory,
)
from tests.factories.reports import ReportFactory
from tests.pages import read

pytestmark = pytest.mark.django_db
LIST = "/chuong-trinh/chuong-trinh-2019-2025/bao-cao/"


@pytest.fixture
def programme(start_data):
    return ReportingProgrammeFactory(is_main=False)


@pytest.fixture
def task(programme):
    group = TaskGroupFactory(programme=programme)
    return TaskFactory(group=group, lead=AgencyFactory(name_vi="Sở Thử"), content_vi="Hội nghị")


@pytest.fixture
def department(start_data) -> Client:
    return client_of(in_group(StaffFactory(), "Cán bộ Sở Công Thương"))


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(name: str, report: ConsolidatedReport | None = None) -> str:
    args = [report.pk] if report else []
    return reverse(f"admin:programme_consolidatedreport_{name}", args=args)


def begun(department: Client, programme) -> ConsolidatedReport:
    told = {"programme": programme.pk, "period_code": "2026-Q1"}
    answer = department.post(page("add"), form_of(department, page("add")) | told)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    return ConsolidatedReport.objects.get()


def reported(task, words: str) -> None:
    report = ReportFactory(task=task, agency=task.leads[0], results=words)
    report.submit(UserFactory(), reported_on=date(2026, 3, 20))
    report.accept(UserFactory())


def test_from_collecting_to_the_public_page(department, programme, task, client):
    reported(task, "Đã tổ chức 02 hội nghị.")
    report = begun(department, programme)
    assert report.symbol == "BC-SCT"
    assert "02 hội nghị" in str(report.data)

    word = department.get(page("docx", report))
    assert word.content.startswith(b"PK")
    assert word["Content-Disposition"] == 'attachment; filename="bao-cao-2026-Q1.docx"'
    address = f"/chuong-trinh/{programme.slug}/bao-cao/{report.pk}/"
    assert client.get(address).status_code == 404, "a draft is nobody's business"

    refused = read(department.post(page("publish", report)))
    assert "Báo cáo công bố cần có số và ngày ký." in refused.non_field_errors
    edited = form_of(department, page("change", report)) | {
        "assessment": "Các đơn vị đã tích cực triển khai.",
        "number": "12",
        "signed_on": "11/4/2026",
        "signatory_name": "Lê Văn Ký",
    }
    assert department.post(page("change", report), edited).status_code == 302
    assert department.post(page("publish", report)).status_code == 302

    text = read(client.get(address))
    for told in ("12/BC-SCT", "Các đơn vị đã tích cực triển khai.", "Đã tổ chức 02 hội nghị."):
        assert told in text
    listed = read(client.get(f"/chuong-trinh/{programme.slug}/bao-cao/"))
    assert address in listed.addresses
    assert client.get(f"{address.rstrip('/')}.xlsx").status_code == 200


def test_what_was_collected_is_collected_anew_only_on_request(department, programme, task):
    report = begun(department, programme)
    reported(task, "Báo cáo sau.")
    report.refresh_from_db()
    assert "Báo cáo sau." not in str(report.data)
    department.post(page("collect", report))
    report.refresh_from_db()
    assert "Báo cáo sau." in str(report.data)


def test_a_published_report_is_withdrawn_for_a_reason(department, programme, client):
    report = published(programme)
    unexplained = read(department.post(page("withdraw", report), {"reason": ""}))
    assert "bắt buộc" in unexplained.errors["Lý do rút công bố"]
    department.post(page("withdraw", report), {"reason": "Sai số liệu"})
    assert client.get(report.get_absolute_url()).status_code == 404


def published(programme) -> ConsolidatedReport:
    report = ConsolidatedReportFactory(programme=programme, number=1, signed_on=date(2026, 4, 1))
    report.store(collect(report), UserFactory())
    report.publish(UserFactory())
    return report


def test_a_published_report_is_not_edited(department, programme):
    report = published(programme)
    answer = department.post(page("change", report), {"assessment": "Khác"})
    assert answer.status_code == 403
    assert department.post(page("collect", report)).status_code == 200
    report.refresh_from_db()
    assert (report.assessment, report.state) == ("", "published")


@pytest.mark.parametrize(
    ("period", "message"), [("2026-Q7", "Hãy ghi một kỳ"), ("", "bắt buộc"), ("Q1", "Hãy ghi")]
)
def test_a_period_that_is_none_is_told_at_the_field(department, programme, period, message):
    told = form_of(department, page("add")) | {"programme": programme.pk, "period_code": period}
    assert message in read(department.post(page("add"), told)).errors["Kỳ báo cáo"]
    assert not ConsolidatedReport.objects.exists()


def test_only_the_department_consolidates(programme):
    report = published(programme)
    draft = ConsolidatedReportFactory(programme=programme)
    viewer = allowed(StaffFactory(), "programme.view_consolidatedreport")
    for user in (UserFactory(), StaffFactory(), OfficerFactory().user, viewer):
        client = client_of(user)
        assert client.get(page("add")).status_code in (302, 403)
        for step, record in (("collect", draft), ("publish", draft), ("withdraw", report)):
            assert client.post(page(step, record), {"reason": "x"}).status_code in (302, 403)
    draft.refresh_from_db()
    report.refresh_from_db()
    assert (draft.state, draft.data, report.state) == ("draft", {}, "published")


def test_who_may_only_view_reads_the_paper_once_it_is_published(programme):
    report, draft = published(programme), ConsolidatedReportFactory(programme=programme)
    draft.store(report.snapshot, UserFactory())
    viewer = client_of(allowed(StaffFactory(), "programme.view_consolidatedreport"))
    assert viewer.get(page("docx", report)).status_code == 200
    assert viewer.get(page("docx", draft)).status_code == 404
    assert client_of(StaffFactory()).get(page("docx", report)).status_code in (302, 403)


def test_nothing_published_says_so_and_leads_on(client, start_data):
    text = read(client.get(LIST))
    assert "Chưa có báo cáo nào được công bố." in text
    assert client.get("/en/programme/chuong-trinh-2019-2025/reports/").status_code == 200


def signed(programme, **fields) -> ConsolidatedReport:
    return ConsolidatedReportFactory(
        programme=programme, **{"number": 12, "signed_on": date(2026, 4, 11), **fields}
    )


def numbered(department, report, number: str = "12", day: str = "20/5/2026", **more):
    told = {"number": number, "signed_on": day, **more}
    return department.post(
        page("change", report), form_of(department, page("change", report)) | told
    )


def test_a_number_is_used_once_a_year_by_its_agency(department, programme):
    signed(programme, agency_name="SỞ CÔNG THƯƠNG")
    report = begun_beside(department, programme)
    refused = read(numbered(department, report))
    assert refused.errors["Số"] == "Số này đã dùng cho một báo cáo khác của cơ quan trong năm."
    written_otherwise = numbered(department, report, agency_name="Sở Công Thương")
    assert "Số" in read(written_otherwise).errors
    assert numbered(department, report, day="02/01/2025").status_code == 302, "of another year"
    assert numbered(department, report, agency_name="SỞ TÀI CHÍNH").status_code == 302
    assert numbered(department, report, number="13").status_code == 302
    again = numbered(department, report, number="13")
    assert again.status_code == 302, "its own number is nobody else's"


def begun_beside(department, programme) -> ConsolidatedReport:
    told = {"programme": programme.pk, "period_code": "2026-Q2"}
    department.post(page("add"), form_of(department, page("add")) | told)
    return ConsolidatedReport.objects.get(period_code="2026-Q2")


def test_the_database_keeps_a_number_once_and_a_withdrawn_one_keeps_its_own(programme):
    first = signed(programme)
    with pytest.raises(IntegrityError), transaction.atomic():
        signed(programme)
    first.store(collect(first), UserFactory())
    first.publish(UserFactory())
    first.withdraw("Sai số liệu.", UserFactory())
    with pytest.raises(ValidationError) as refused:
        ConsolidatedReportFactory.build(
            programme=programme, number=12, signed_on=date(2026, 12, 1)
        ).clean()
    assert list(refused.value.message_dict) == ["number"]


def test_a_day_of_signing_to_come_is_told_at_its_field(department, programme):
    report = begun(department, programme)
    refused = read(numbered(department, report, day="01/01/2100"))
    assert refused.errors["Ngày ký"] == "Ngày không thể ở tương lai."


def test_an_open_quarter_is_consolidated_as_an_interim_report_alone(
    department, programme, task, clock, client
):
    clock.set(date(2026, 3, 1))
    told = form_of(department, page("add")) | {"programme": programme.pk, "period_code": "2026-Q1"}
    refused = read(department.post(page("add"), told))
    assert "đến hết ngày 14/3/2026 mới kết thúc" in refused.errors["Báo cáo tạm thời"]
    assert not ConsolidatedReport.objects.exists()
    assert department.post(page("add"), told | {"is_interim": "on"}).status_code == 302
    interim = ConsolidatedReport.objects.get()
    assert "tạm thời" in read(department.get(page("changelist")))
    word = department.get(page("docx", interim))
    assert "bao-cao-tam-thoi-2026-Q1.docx" in word["Content-Disposition"]
    assert numbered(department, interim, number="3", day="01/3/2026").status_code == 302
    assert department.post(page("publish", interim)).status_code == 302
    public = f"/chuong-trinh/{programme.slug}/bao-cao/"
    assert "Báo cáo tạm thời quý I năm 2026" in read(client.get(public))
    shown = read(client.get(f"{public}{interim.pk}/"))
    assert "Kỳ báo cáo chưa kết thúc khi lập báo cáo này" in shown.notices

    clock.set(date(2026, 4, 10))
    department = client_of(in_group(StaffFactory(), "Cán bộ Sở Công Thương"))
    assert department.post(page("add"), told).status_code == 302, "the final one comes later"
    whole, first = ConsolidatedReport.objects.order_by("is_interim")
    assert (whole.is_interim, first.is_interim) == (False, True)


def test_what_is_collected_of_an_open_period_cannot_pass_for_the_whole(programme):
    report = ConsolidatedReportFactory(programme=programme, period_code="2026-Q1")
    with pytest.raises(ValidationError, match="chỉ lập được báo cáo tạm thời"):
        report.store(collect(report, date(2026, 3, 14)), UserFactory())
    report.store(collect(report, date(2026, 3, 15)), UserFactory())


def test_periods_are_chosen_from_a_list(department, programme, clock):
    clock.set(date(2026, 4, 10))
    department = client_of(in_group(StaffFactory(), "Cán bộ Sở Công Thương"))
    form = read(department.get(page("add")))
    codes = form.root.xpath(".//select[@name='period_code']//option/@value")
    assert codes[:5] == ["", "2026-Q2", "2026-Q1", "2026-H1", "2026"]
    assert "2019-H2" in codes
    assert "2026-Q3" not in codes, "it has not begun"
    programmes = read(department.get(reverse("admin:programme_programme_add")))
    quarters = programmes.root.xpath(".//select[@name='reports_from']//option/@value")
    assert {"", "2026-Q1", "2026-Q4"} <= set(quarters)
    assignments = read(department.get(reverse("admin:programme_assignment_add")))
    assert assignments.root.xpath(".//select[@name='quarter']//option/@value") == ["", *"1234"]
    assert "2026" in assignments.root.xpath(".//select[@name='year']//option/@value")
