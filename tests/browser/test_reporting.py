"""Quarterly reports in a browser: an officer writes one, the Department takes it in."""

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from programme.models import Report
from programme.periods import Period
from tests.browser.conftest import Visitor
from tests.browser.test_claiming import ADMIN_RULES, logged_in
from tests.factories.people import in_group
from tests.factories.programme import AgencyFactory, OfficerFactory, ReportingProgrammeFactory
from tests.factories.reports import (
    PDF,
    AcceptedReportFactory,
    MeasureFactory,
    ReportFactory,
    ReturnedReportFactory,
    SubmittedReportFactory,
    department,
    task_of,
)

WIDTHS = pytest.mark.parametrize("width", [390, 1280])
Q2 = Period.read("2026-Q2")
FILE = {"name": "bien-ban.pdf", "mimeType": "application/pdf", "buffer": PDF}


@pytest.fixture
def task(start_data, clock):
    """A task whose second quarter is due, with a report on the first."""
    clock.set(date(2026, 6, 20))
    agency = AgencyFactory(code="thu-nghiem", name_vi="Sở Thử nghiệm")
    programme = ReportingProgrammeFactory(is_main=False)
    task = task_of(programme, agency, position=1, content_vi="Tổ chức hội nghị kết nối cung cầu")
    MeasureFactory(programme=programme)
    AcceptedReportFactory(task=task, agency=agency, proposals="Bố trí kinh phí sớm.")
    return task


@pytest.fixture
def officer(task) -> User:
    return in_group(OfficerFactory(agency=task.leads[0]).user, "Cán bộ đơn vị")


@pytest.fixture
def doit(task) -> User:
    return in_group(department(), "Cán bộ Sở Công Thương")


def write(task) -> str:
    return reverse("admin:programme_report_write", args=[task.pk, task.leads[0].code, Q2])


def looks(visitor: Visitor) -> None:
    """The page as it stands has no error and no barrier."""
    visitor.checks(but=ADMIN_RULES)
    visitor.errors.clear()  # axe itself sets a style while it measures


def saved(visitor: Visitor, button: str) -> None:
    visitor.follows(f".submit-row input[name={button}]")


@WIDTHS
def test_an_officer_writes_a_report_from_the_start_page_on(visitor: Visitor, task, officer, width):
    page = logged_in(visitor, officer, width).opens(reverse("admin:index"))
    looks(visitor)
    visitor.follows("text=Báo cáo quý cần gửi, hạn 24/6/2026")
    looks(visitor)
    visitor.takes_picture("reporting-agency")
    visitor.follows("text=Viết báo cáo")
    looks(visitor)
    page.get_by_label("Tiến độ (%)").fill("101")
    page.get_by_label("Kết quả thực hiện trong quý").fill("Đã tổ chức 02 hội nghị.")
    page.get_by_label("Tệp", exact=False).first.set_input_files(FILE)
    saved(visitor, "send")
    expect(page.get_by_role("alert").first).to_contain_text("Tiến độ từ 0 đến 100%.")
    expect(page.get_by_label("Tiến độ (%)")).to_have_value("101")
    expect(page.get_by_role("link", name="bien-ban")).to_be_visible()
    looks(visitor)
    visitor.takes_picture("reporting-mistake")
    page.get_by_label("Tiến độ (%)").fill("60")
    page.get_by_label("Tình trạng nhiệm vụ").select_option("in_progress")
    page.get_by_label("Doanh nghiệp được kết nối").fill("1.234,5")
    visitor.follows("input[name=copy]")
    expect(page.get_by_label("Đề xuất, kiến nghị")).to_have_value("Bố trí kinh phí sớm.")
    expect(page.get_by_label("Doanh nghiệp được kết nối")).to_have_value("1234,5")
    visitor.takes_picture("reporting-draft")
    saved(visitor, "send")
    expect(page.locator(".messagelist")).to_contain_text("Đã gửi báo cáo")
    visitor.follows("text=Xem")
    looks(visitor)
    visitor.takes_picture("reporting-sent")
    assert Report.objects.get(quarter=2).state == "submitted"


def test_the_draft_is_saved_while_the_officer_types(visitor: Visitor, task, officer):
    page = logged_in(visitor, officer).opens(write(task))
    page.get_by_label("Kết quả thực hiện trong quý").fill("Đang soạn dở")
    page.get_by_label("Mốc đã đạt").focus()
    expect(page.get_by_text("Đã tự lưu nháp lúc")).to_be_visible()
    assert Report.objects.get(quarter=2).results == "Đang soạn dở"
    page.get_by_label("Mốc đã đạt").fill("Đã ký kế hoạch")
    page.get_by_label("Tiến độ (%)").focus()
    expect(page.locator("#id_seen_version")).to_have_value(re.compile("[2-9]"))
    saved(visitor, "save")
    expect(page.locator(".messagelist")).to_contain_text("Đã lưu nháp")
    assert Report.objects.get(quarter=2).milestone == "Đã ký kế hoạch"
    assert visitor.errors == []


def test_without_javascript_the_same_form_works(browser, live_server, task, officer):
    context = browser.new_context(java_script_enabled=False)
    visitor = Visitor(context.new_page(), live_server.url)
    page = logged_in(visitor, officer).opens(write(task))
    page.get_by_label("Kết quả thực hiện trong quý").fill("Không cần JavaScript")
    saved(visitor, "save")
    expect(page.locator(".messagelist")).to_contain_text("Đã lưu nháp")
    context.close()


@WIDTHS
def test_the_second_officer_sees_both_texts(visitor: Visitor, task, officer, width):
    draft = ReportFactory(task=task, agency=task.leads[0], quarter=2)
    page = logged_in(visitor, officer, width).opens(write(task))
    page.get_by_label("Kết quả thực hiện trong quý").fill("Của tôi")
    draft.results = "Của người khác"
    draft.save()
    saved(visitor, "send")
    expect(page.get_by_role("cell", name="Của người khác")).to_be_visible()
    expect(page.get_by_label("Kết quả thực hiện trong quý")).to_have_value("Của tôi")
    visitor.errors[:] = [error for error in visitor.errors if "409" not in error]
    looks(visitor)
    visitor.takes_picture("reporting-conflict")


@WIDTHS
def test_the_department_decides_and_compares(visitor: Visitor, task, doit, width):
    report = SubmittedReportFactory(
        task=task, agency=task.leads[0], quarter=2, progress=60, reported_on=date(2026, 6, 20)
    )
    page = logged_in(visitor, doit, width).opens(reverse("admin:programme_report_changelist"))
    visitor.takes_picture("reporting-queue")
    assert visitor.errors == []
    visitor.opens(reverse("admin:programme_report_change", args=[report.pk]))
    looks(visitor)
    visitor.takes_picture("reporting-review")
    visitor.follows("input[name=return]")
    expect(page.get_by_role("alert")).to_contain_text("Hãy ghi điều đề nghị bổ sung.")
    looks(visitor)
    page.get_by_label("Điều đề nghị bổ sung").fill("Thiếu số hội nghị.")
    visitor.follows("input[name=return]")
    visitor.opens(reverse("admin:programme_report_versions", args=[report.pk]))
    looks(visitor)
    visitor.takes_picture("reporting-versions")
    visitor.opens(reverse("admin:programme_report_agencies"))
    looks(visitor)
    visitor.opens(reverse("admin:programme_assignment_open"))
    looks(visitor)
    visitor.takes_picture("reporting-open")


@WIDTHS
def test_a_spreadsheet_is_filled_in_and_handed_in(
    visitor: Visitor, task, officer, width, tmp_path: Path
):
    ReturnedReportFactory(task=task, agency=task.leads[0], quarter=2, reported_on=date(2026, 6, 16))
    args = [task.leads[0].code, task.programme.slug, Q2]
    page = logged_in(visitor, officer, width).opens(
        reverse("admin:programme_report_sheet", args=args)
    )
    looks(visitor)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải biểu mẫu").click()
    file = tmp_path / "bao-cao.xlsx"
    download.value.save_as(file)
    for progress in (101, 75):
        book = openpyxl.load_workbook(file)
        names = [cell.value for cell in book.active[1]]
        book.active.cell(5, names.index("progress") + 1, progress)
        book.save(file)
        page.get_by_label("Biểu mẫu đã điền").set_input_files(file)
        visitor.follows(".submit-row input[type=submit]:not([name])")
        looks(visitor)
        visitor.takes_picture(f"reporting-sheet-{progress}")
    saved(visitor, "send")
    expect(page.locator(".messagelist")).to_contain_text("Đã gửi 1 báo cáo.")


def test_the_roles_that_come_with_the_portal_reach_their_pages(client, task, officer, doit):
    assert Group.objects.filter(name="Cán bộ đơn vị").exists()
    client.force_login(officer)
    assert client.get(write(task)).status_code == 200
    client.force_login(doit)
    assert client.get(reverse("admin:programme_assignment_open")).status_code == 200
