"""Who has reported when, in a browser: narrow and wide, light and dark, in both languages."""

import pytest
from playwright.sync_api import expect

from programme.models import Agency, Programme
from programme.reporting.matrix import Compliance
from tests import loading
from tests.browser.conftest import Visitor
from tests.browser.test_claiming import ADMIN_RULES

PAGE = "/chuong-trinh/minh-hoa/tinh-hinh-bao-cao/"


@pytest.fixture
def demo(start_data) -> Programme:
    loading.demo_data(1)()
    return Programme.objects.get(is_demo=True)


@pytest.mark.parametrize("width", [390, 1280])
def test_from_the_programme_to_one_report(visitor: Visitor, demo, width):
    latest = Compliance(demo).latest
    visitor.page.set_viewport_size({"width": width, "height": 900})
    page = visitor.opens("/chuong-trinh/minh-hoa/")
    with page.expect_navigation():
        page.get_by_role("link", name="Tình hình báo cáo").click()
    expect(page.get_by_text("Dữ liệu minh họa:")).to_be_visible()
    visitor.checks()
    visitor.takes_picture("compliance")
    page.get_by_text("Số liệu của biểu đồ").click()
    visitor.checks()
    page.select_option("#tu", str(demo.first_year))
    page.select_option("#den", str(demo.last_year))
    with page.expect_navigation():
        page.get_by_role("button", name="Xem").click()
    expect(page.locator("#den")).to_have_value(str(demo.last_year))
    visitor.checks()
    visitor.takes_picture("compliance-all-years")
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    assert download.value.suggested_filename.startswith("tinh-hinh-bao-cao-mau-qd-ubnd-")
    visitor.follows(f'a[href="{PAGE}hepza/{latest.code}/"]')
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ban Quản lý các Khu chế xuất")
    visitor.checks()
    visitor.takes_picture("compliance-agency")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_keep_their_contrast(visitor: Visitor, demo, scheme):
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.opens(PAGE)
    visitor.checks()
    visitor.takes_picture(f"compliance-{scheme}")


@pytest.mark.parametrize("width", [390, 1280])
def test_english_pages_and_the_one_that_is_empty(visitor: Visitor, demo, width):
    visitor.page.set_viewport_size({"width": width, "height": 900})
    visitor.opens("/en/programme/minh-hoa/reporting-status/")
    visitor.checks()
    visitor.takes_picture("compliance-en")
    visitor.opens("/chuong-trinh/chuong-trinh-2019-2025/tinh-hinh-bao-cao/")
    expect(visitor.page.get_by_text("không nhận báo cáo quý qua Cổng")).to_be_visible()
    visitor.checks()
    visitor.takes_picture("compliance-empty")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_departments_list_leads_to_an_agencys_officer(staff_visitor: Visitor, demo, width):
    page = staff_visitor.page
    page.set_viewport_size({"width": width, "height": 900})
    staff_visitor.opens("/quan-tri/")
    with page.expect_navigation():
        page.get_by_role("link", name="Đơn vị cần đôn đốc báo cáo quý").click()
    staff_visitor.checks(but=ADMIN_RULES)
    staff_visitor.takes_picture("lateness")
    silent = page.locator("section", has_text="Sở Tài chính")
    with page.expect_navigation():
        silent.get_by_role("link", name="Thêm cán bộ đầu mối").click()
    agency = Agency.objects.get(code="stc")
    expect(page.locator("#id_agency")).to_have_value(str(agency.pk))
