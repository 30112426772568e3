"""Choosing, comparing and taking along in a browser: narrow and wide, light and dark, on paper."""

import pytest
from playwright.sync_api import expect

from enterprises.models import Enterprise
from tests.browser.conftest import Visitor
from tests.enterprises.profiles import full_profile, process
from tests.factories.enterprises import DemoEnterpriseFactory, EnterpriseFactory

LIST, SHORTLIST = "/doanh-nghiep/", "/doanh-nghiep/danh-sach-chon/"


@pytest.fixture
def suppliers(start_data) -> list[Enterprise]:
    """One who has told everything, one with a long name, one who told little, a demo record."""
    long = "Công ty Cổ phần Đầu tư và Phát triển Cơ khí chính xác Việt Nam - Nhật Bản"
    casting = process("duc-ap-luc", "Đúc áp lực")
    return [
        full_profile(),
        EnterpriseFactory(legal_name=long, processes=[casting, process("tien", "Tiện CNC")]),
        EnterpriseFactory(legal_name="Chỉ Có Tên"),
        DemoEnterpriseFactory(legal_name="Cơ khí Minh Họa", processes=[casting]),
    ]


def add(visitor: Visitor, name: str) -> None:
    choose(visitor, f"Thêm vào danh sách chọn ({name})")


def choose(visitor: Visitor, button: str) -> None:
    """Press the button; a browser without a cookie is asked on a page of its own first."""
    page = visitor.page
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()
    if "add=" in page.url:
        visitor.checks()
        with page.expect_navigation():
            page.get_by_role("button", name="Thêm vào danh sách chọn").click()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_buyer_chooses_compares_and_downloads(visitor: Visitor, suppliers, width):
    visitor.page.set_viewport_size({"width": width, "height": 900})
    page = visitor.opens(LIST)
    for supplier in suppliers:
        add(visitor, supplier.legal_name)
        expect(page.locator(f"#chon-{supplier.slug}")).to_be_in_viewport()
        expect(page.locator(f"#chon-{supplier.slug}")).to_contain_text("Đã có trong danh sách")
    visitor.checks()
    visitor.takes_picture("list-chosen")
    with page.expect_navigation():
        page.get_by_role("link", name="Danh sách chọn (4)").first.click()
    visitor.checks()
    visitor.takes_picture("shortlist")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải danh sách (XLSX)").click()
    assert download.value.suggested_filename == "danh-sach-chon.xlsx"
    with page.expect_navigation():
        page.get_by_role("button", name="So sánh doanh nghiệp đã đánh dấu").click()
    expect(page.locator("thead th")).to_have_count(4)
    visitor.checks()
    visitor.takes_picture("comparison")
    page.get_by_role("region", name="Bảng so sánh").focus()
    page.keyboard.press("ArrowRight")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_pages_have_no_barrier(visitor: Visitor, suppliers, width, scheme):
    visitor.page.set_viewport_size({"width": width, "height": 900})
    visitor.page.emulate_media(color_scheme=scheme)
    two = "&".join(f"e={supplier.slug}" for supplier in suppliers[:2])
    pages = {
        "shortlist-empty": SHORTLIST,
        "comparison-empty": "/doanh-nghiep/so-sanh/?e=khong-co",
        "comparison-two": f"/doanh-nghiep/so-sanh/?{two}",
        "profile-tools": suppliers[0].get_absolute_url(),
        "list-tools": LIST,
    }
    for name, path in pages.items():
        visitor.opens(path)
        visitor.checks()
        visitor.takes_picture(f"{name}-{scheme}")


def test_a_buyer_chooses_from_a_profile_and_after_filtering(visitor: Visitor, suppliers):
    page = visitor.opens(suppliers[0].get_absolute_url())
    choose(visitor, "Thêm vào danh sách chọn")
    expect(page.get_by_role("button", name="Bỏ khỏi danh sách chọn")).to_be_visible()
    visitor.opens(LIST)
    page.get_by_role("searchbox").fill("Chỉ Có Tên")
    with page.expect_response(lambda answer: "q=" in answer.url and "goi-y" not in answer.url):
        page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page.locator("#cards > li")).to_have_count(1)
    add(visitor, "Chỉ Có Tên")
    expect(page.locator("#cards > li")).to_have_count(1)
    expect(page.get_by_role("link", name="Danh sách chọn (2)")).to_be_visible()


def test_the_comparison_prints_whole(visitor: Visitor, suppliers):
    visitor.opens("/doanh-nghiep/so-sanh/?" + "&".join(f"e={own.slug}" for own in suppliers))
    visitor.page.emulate_media(media="print")
    visitor.page.set_viewport_size({"width": 1000, "height": 700})
    table = visitor.page.locator(".comparison").bounding_box()
    assert table["x"] + table["width"] <= 1000
    expect(visitor.page.locator(".site-header")).to_be_hidden()
