"""Staff compare two records at a narrow and at a wide window, and merge them."""

import pytest
from playwright.sync_api import expect

from enterprises.models import DuplicatePair, Enterprise
from tests.browser.conftest import Visitor
from tests.factories.duplicates import DuplicatePairFactory
from tests.factories.enterprises import (
    ContactFactory,
    EnterpriseFactory,
    PendingEnterpriseFactory,
)

PAIRS = "/quan-tri/enterprises/duplicatepair/"


@pytest.fixture
def pair(start_data) -> DuplicatePair:
    """Two records that differ in many fields."""
    known = EnterpriseFactory(
        legal_name="Công ty TNHH Cơ khí chính xác Mặt Trời Vàng Sài Gòn",
        products=["Trục", "Bạc lót"],
        source="Nhập từ tệp danh-sach-nha-may.xlsx ngày 02/11/2026",
    )
    other = PendingEnterpriseFactory(
        legal_name="GOLDEN SUN SAIGON PRECISION CO., LTD",
        tax_code="0100233488",
        website="https://www.golden-sun-saigon-precision.example/vi/gioi-thieu/nang-luc/",
        employees=120,
        description_vi="Gia công trục, bạc lót.\nGiao hàng trong 7 ngày.",
        products=["Trục", "Bánh răng"],
        possible_duplicate_of=known,
    )
    ContactFactory(enterprise=other)
    return DuplicatePairFactory(first=known, second=other, reasons=["phone", "address"])


@pytest.mark.parametrize("width", [390, 1280])
def test_two_records_are_compared_and_merged(staff_visitor: Visitor, pair, width):
    staff_visitor.page.set_viewport_size({"width": width, "height": 900})
    page = staff_visitor.opens(PAIRS)
    staff_visitor.takes_picture("pairs")
    page = staff_visitor.follows(".field-compare_link a")
    expect(page.get_by_role("group", name="Bản ghi được giữ lại")).to_be_visible()
    staff_visitor.checks()
    staff_visitor.takes_picture("compare")
    page.get_by_role("group", name="Tên pháp lý").get_by_role("radio").nth(1).check()
    page.fill("#id_reason", "Cùng giấy đăng ký doanh nghiệp")
    staff_visitor.follows("input[name=merge]")
    expect(page.locator(".messagelist")).to_contain_text("Đã gộp")
    staff_visitor.takes_picture("merged")
    expect(page.get_by_role("button", name="Hoàn tác việc gộp")).to_be_visible()
    assert Enterprise.objects.get(pk=pair.first_id).legal_name == pair.second.legal_name


def test_a_decided_pair_says_what_was_decided(staff_visitor: Visitor, pair):
    page = staff_visitor.opens(f"{PAIRS}{pair.pk}/compare/")
    staff_visitor.follows("input[name=not_same]")
    page = staff_visitor.opens(f"{PAIRS}{pair.pk}/compare/")
    expect(page.get_by_role("status")).to_contain_text("Không phải một doanh nghiệp")
    expect(page.get_by_role("button", name="Xem xét lại")).to_be_visible()
    staff_visitor.checks()


def test_a_missing_choice_leads_to_its_field(staff_visitor: Visitor, pair):
    page = staff_visitor.opens(f"{PAIRS}{pair.pk}/compare/")
    page.evaluate(
        "document.querySelectorAll('[name=take_website]').forEach(e => e.checked = false)"
    )
    page.locator("[name=reason]").fill("Cùng tên và địa chỉ")
    staff_visitor.follows("input[name=merge]")
    expect(page.get_by_role("alert")).to_contain_text("Hãy chọn giá trị được giữ lại.")
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator("#id_take_website_0")).to_be_focused()
    staff_visitor.checks()
