"""What daily work costs the Department: clicks, typed fields, minutes, counted in a browser."""

import io

import openpyxl
import pytest
from playwright.sync_api import expect

from accounts.models import User
from enterprises.models import Enterprise
from programme.models import Report, Task
from tests.browser.conftest import Visitor
from tests.browser.effort import Effort
from tests.browser.test_claiming import logged_in
from tests.enterprises.messy_list import messy_list
from tests.factories.people import in_group
from tests.factories.programme import ReportingProgrammeFactory
from tests.factories.reports import SubmittedReportFactory, department, task_of

LOOK = 5  # seconds to look at one record in a list before it is published


@pytest.fixture
def officer(start_data) -> User:
    return in_group(department(), "Cán bộ Sở Công Thương")


@pytest.fixture
def effort(visitor: Visitor, officer) -> Effort:
    """The officer at the start page, logged in."""
    return Effort(logged_in(visitor, officer).opens("/quan-tri/"))


def test_twenty_reports_are_taken_in(effort: Effort):
    """From the start page: what waits, all of it, the action, its button."""
    page, task = effort.page, task_of(ReportingProgrammeFactory(is_main=False))
    SubmittedReportFactory.create_batch(20, task=task)
    page.reload()
    effort.follows(page.get_by_role("link", name="Báo cáo quý chờ tiếp nhận"))
    effort.presses(page.locator("#action-toggle"))
    effort.chooses(page.locator("select[name=action]"), "Tiếp nhận các báo cáo đã chọn")
    effort.follows(page.get_by_role("button", name="Thực hiện"))
    expect(page.locator(".messagelist")).to_contain_text("Đã thực hiện với 20 bản ghi")
    assert Report.objects.accepted().count() == 20
    assert effort.clicks <= 25


def test_a_second_programme_of_28_tasks_is_set_up(effort: Effort):
    """The decision is typed; its tasks come from a sheet of which one column and agency are new."""
    page = effort.page
    effort.follows(page.locator("#content").get_by_role("link", name="Chương trình", exact=True))
    effort.follows(page.get_by_role("link", name="Thêm chương trình"))
    typed = {
        "number": "99/QĐ-UBND",
        "signed_on": "15/01/2026",
        "issuer": "Ủy ban nhân dân Thành phố Hồ Chí Minh",
        "title_vi": "Chương trình phát triển công nghiệp hỗ trợ giai đoạn 2026–2030",
        "first_year": "2026",
        "last_year": "2030",
    }
    for name, text in typed.items():
        effort.types(page.locator(f"#id_{name}"), text)
    effort.chooses(page.locator("#id_reports_from"), "Quý I năm 2026")
    effort.follows(page.locator("input[name=_continue]"))
    effort.follows(page.get_by_role("link", name="Nhập nhiệm vụ từ bảng tính"))
    effort.hands_in(page.locator("input[type=file]"), appendix())
    effort.follows(page.get_by_role("button", name="Kiểm tra tệp"))
    effort.chooses(page.get_by_label("Sở KHCN TP"), "Sở Khoa học và Công nghệ")
    effort.follows(page.get_by_role("button", name="Lưu lựa chọn và kiểm tra lại"))
    effort.follows(page.get_by_role("button", name="Xác nhận nhập"))
    expect(page.locator(".import-counts")).to_contain_text("Mới: 28")
    tasks = Task.objects.filter(group__programme__number="99/QĐ-UBND")
    assert tasks.count() == 28
    assert {agency.name_vi for task in tasks for agency in task.coordinators} == {
        "Sở Khoa học và Công nghệ"
    }
    assert effort.minutes < 10


def appendix() -> dict:
    """An appendix as it is printed: each group heads its tasks, an agency is written short."""
    book, content = openpyxl.Workbook(), io.BytesIO()
    page = book.active
    page.append(["PHỤ LỤC"])
    page.append(["TT", "Nội dung nhiệm vụ", "Chủ trì", "Phối hợp", "Sản phẩm", "Thời gian", "Vốn"])
    for group, count in enumerate([10, 6, 4, 3, 5], 1):
        page.append([["I", "II", "III", "IV", "V"][group - 1], f"Nhóm giải pháp thứ {group}"])
        for number in range(1, count + 1):
            content_vi = f"Việc {group}.{number} của giai đoạn mới"
            cells = ["Sở Công Thương", "Sở KHCN TP", "Báo cáo", "Hàng năm", "Ngân sách"]
            page.append([number, content_vi, *cells])
    book.save(content)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "phu-luc.xlsx", "mimeType": kind, "buffer": content.getvalue()}


def test_a_messy_list_is_imported_and_published(effort: Effort):
    """No step is per row but the look at who may be there twice: of 5,000 rows it takes the same.

    A column and an industry that nobody knows are decided once for the whole file.
    """
    page = effort.page
    effort.follows(page.get_by_role("link", name="Doanh nghiệp", exact=True))
    effort.follows(page.get_by_role("link", name="Nhập"))
    effort.hands_in(page.locator("input[type=file]"), messy_list(300))
    effort.follows(page.get_by_role("button", name="Kiểm tra tệp"))
    effort.presses(page.get_by_text("Trang tính, cột và cách nhập"))
    effort.chooses(page.get_by_label("Loại hình DN"), "Loại hình")
    effort.chooses(page.get_by_label("Gia công cơ khí các loại"), "Cơ khí")
    effort.follows(page.get_by_role("button", name="Lưu lựa chọn và kiểm tra lại"))
    effort.follows(page.get_by_role("button", name="Xác nhận nhập"))
    in_doubt = Enterprise.objects.in_doubt().count()
    assert in_doubt
    effort.follows(page.get_by_role("link", name="nghi trùng đang chờ kết luận"))
    effort.presses(page.locator("#action-toggle"))
    effort.chooses(page.locator("select[name=action]"), "Công bố (đã xem, không trùng)")
    effort.follows(page.get_by_role("button", name="Thực hiện"))
    assert not Enterprise.objects.in_doubt().exists()
    assert Enterprise.objects.published().count() > 270
    assert effort.minutes + LOOK * in_doubt * 5000 / 300 / 60 < 15
