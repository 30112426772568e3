"""The search box offers what a person may have in mind, and needs no JavaScript to search."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visitor
from tests.factories.enterprises import EnterpriseFactory


@pytest.fixture
def foundry(start_data):
    return EnterpriseFactory(legal_name="Công ty TNHH Kim Phong Vân", products=["Vỏ hộp số"])


def test_typing_shows_suggestions_that_lead_to_the_profile(visitor: Visitor, foundry):
    page = visitor.opens("/doanh-nghiep/")
    page.locator("#search-q").press_sequentially("kim ph", delay=30)
    offered = page.locator("#suggestions").get_by_role("link", name=foundry.legal_name)
    expect(offered).to_be_visible()
    visitor.checks()
    with page.expect_navigation():
        offered.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kim Phong Vân")


def test_suggestions_go_when_the_words_go(visitor: Visitor, foundry):
    page = visitor.opens("/")
    box = page.locator("#search-q")
    box.press_sequentially("kim ph", delay=30)
    expect(page.locator("#suggestions a")).to_have_count(1)
    box.fill("")
    box.dispatch_event("input")
    expect(page.locator("#suggestions a")).to_have_count(0)


def test_without_javascript_the_box_searches(browser: Browser, live_server, foundry):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/doanh-nghiep/")
    page.fill("#search-q", "kim phong van")
    page.keyboard.press("Enter")
    expect(page.locator("#cards .card")).to_have_count(1)
    assert page.locator("#suggestions a").count() == 0
    page.context.close()
