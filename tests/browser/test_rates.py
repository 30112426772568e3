"""Localization rates in a browser: narrow and wide, light, dark and in print, in both languages."""

import pytest
from playwright.sync_api import expect

from tests import loading
from tests.browser.conftest import Visitor

REAL, DEMO = "/ty-le-noi-dia-hoa/", "/ty-le-noi-dia-hoa/minh-hoa/"


@pytest.fixture
def demo(start_data) -> None:
    loading.demo_data(240)()


@pytest.mark.parametrize("width", [390, 1280])
def test_from_the_overview_to_a_supplier(visitor: Visitor, demo, width):
    visitor.page.set_viewport_size({"width": width, "height": 900})
    page = visitor.opens(REAL)
    expect(page.get_by_text("Tỷ lệ thực tế: chưa có số liệu.")).to_be_visible()
    expect(page.get_by_role("img", name="Cơ khí: tỷ lệ nội địa hóa")).to_be_visible()
    visitor.checks()
    visitor.takes_picture("rates")
    visitor.follows(f'a[href="{DEMO}"]')
    expect(page.get_by_text("Dữ liệu minh họa:")).to_be_visible()
    visitor.checks()
    visitor.takes_picture("rates-demo")
    visitor.follows(f'a[href="{DEMO}co-khi/"]')
    expect(page.get_by_role("cell", name="Tính từ khảo sát").first).to_be_visible()
    visitor.checks()
    visitor.takes_picture("rates-industry")
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    assert download.value.suggested_filename.startswith("ty-le-noi-dia-hoa-co-khi-")
    with page.expect_navigation():
        page.get_by_role("link", name="Nhà cung cấp theo nhóm sản phẩm").click()
    visitor.checks()
    visitor.takes_picture("rates-supply")
    with page.expect_navigation():
        page.get_by_role("link", name="Khuôn mẫu").click()
    expect(
        page.get_by_role("heading", name="Doanh nghiệp trong danh bạ: Khuôn mẫu")
    ).to_be_visible()
    visitor.checks()


@pytest.mark.parametrize("media", ["light", "dark", "print"])
def test_charts_are_read_in_every_light_and_on_paper(visitor: Visitor, demo, media):
    if media == "print":
        visitor.page.emulate_media(media="print")
    else:
        visitor.page.emulate_media(color_scheme=media)
    visitor.opens(f"{DEMO}co-khi/")
    visitor.checks()
    visitor.takes_picture(f"rates-industry-{media}")


def test_english_pages(visitor: Visitor, demo):
    for path in ("", "demo/", "demo/co-khi/", "co-khi/suppliers/"):
        visitor.opens(f"/en/localization-rates/{path}")
        visitor.checks()
        visitor.takes_picture(f"rates-en-{path.strip('/').replace('/', '-')}")
