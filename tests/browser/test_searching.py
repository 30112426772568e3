"""The directory is quicker with htmx and works the same without JavaScript."""

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visitor


def test_ticking_a_facet_narrows_the_list_without_a_new_page(visitor: Visitor, directory_of_two):
    page = visitor.opens("/doanh-nghiep/")
    page.evaluate("window.samePage = true")
    page.get_by_label("Dệt may").check()
    expect(page.locator("#cards .card")).to_have_count(1)
    assert page.evaluate("window.samePage") is True
    assert "industry=det-may" in page.url
    page.go_back()
    expect(page.locator("#cards .card")).to_have_count(2)
    visitor.checks()


def test_search_and_facets_work_without_javascript(
    browser: Browser, live_server, start_data, directory_of_two
):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/")
    page.fill("#search-q", "det kim")
    page.keyboard.press("Enter")
    expect(page.locator("#cards .card")).to_have_count(1)
    page.get_by_role("link", name="Bỏ tất cả").click()
    page.get_by_label("Cơ khí", exact=False).first.check()
    page.get_by_role("button", name="Áp dụng bộ lọc").click()
    expect(page.locator("#cards .card")).to_have_count(1)
    expect(page.locator("#cards")).to_contain_text("Cơ khí Một")
