"""A profile in a browser: narrow and wide, light and dark, full and bare, on paper."""

import json

import pytest
from playwright.sync_api import expect

from enterprises.models import Enterprise
from tests.browser.conftest import Visitor
from tests.enterprises.profiles import full_profile
from tests.factories.enterprises import DemoEnterpriseFactory, EnterpriseFactory


@pytest.fixture
def enterprise(start_data) -> Enterprise:
    """A full profile, with others that can do the same."""
    full = full_profile()
    EnterpriseFactory.create_batch(3, processes=full.processes.all())
    return full


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_profiles_have_no_barrier(visitor: Visitor, enterprise, width, scheme):
    bare, demo = EnterpriseFactory(legal_name="Chỉ Có Tên"), DemoEnterpriseFactory()
    visitor.page.set_viewport_size({"width": width, "height": 900})
    visitor.page.emulate_media(color_scheme=scheme)
    pages = {
        "profile": enterprise.get_absolute_url(),
        "profile-en": f"/en/enterprises/{enterprise.slug}/",
        "profile-bare": bare.get_absolute_url(),
        "profile-demo": demo.get_absolute_url(),
    }
    for name, path in pages.items():
        visitor.opens(path)
        visitor.checks()
        visitor.takes_picture(f"{name}-{scheme}")


def test_structured_data_passes_the_content_security_policy(visitor: Visitor, enterprise):
    page = visitor.opens(enterprise.get_absolute_url())
    data = json.loads(page.locator('script[type="application/ld+json"]').text_content())
    assert data["legalName"] == enterprise.legal_name
    assert visitor.errors == []


def test_a_photo_keeps_its_place_whatever_its_shape(visitor: Visitor, enterprise):
    page = visitor.opens(enterprise.get_absolute_url())
    photo = page.locator(".product__photo")
    photo.scroll_into_view_if_needed()
    box = photo.bounding_box()
    assert box["width"] / box["height"] == pytest.approx(4 / 3, rel=0.02)
    page.wait_for_function("document.querySelector('.product__photo').naturalWidth > 0")
    shown = page.evaluate("document.querySelector('.product__photo').currentSrc")
    assert shown.endswith(".240.avif"), "small, in the best format that the browser has"
    assert photo.bounding_box() == box


def test_the_button_at_the_top_leads_to_the_contacts(visitor: Visitor, enterprise):
    visitor.page.set_viewport_size({"width": 390, "height": 800})
    page = visitor.opens(enterprise.get_absolute_url())
    page.locator(".glance__ask a").click()
    expect(page.locator("#contacts")).to_be_in_viewport()
    inquiry = page.get_by_role("link", name="Soạn thư hỏi hàng")
    assert inquiry.get_attribute("href").startswith("mailto:binh@duc-thanh-dat.example?subject=")


def test_a_profile_prints_on_two_sheets_with_its_address(visitor: Visitor, enterprise):
    page = visitor.opens(enterprise.get_absolute_url())
    expect(page.get_by_text("Địa chỉ của trang này:")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_text(visitor.address + enterprise.get_absolute_url())).to_be_visible()
    for left_out in (".site-header", "#similar", "text=Soạn thư hỏi hàng"):
        expect(page.locator(left_out).first).to_be_hidden()
    margins = dict.fromkeys(("top", "bottom", "left", "right"), "15mm")
    paper = page.pdf(format="A4", margin=margins)
    assert 1 <= paper.count(b"/Type /Page\n") <= 2
