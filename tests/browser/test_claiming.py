"""Registering, claiming and inviting in a browser: narrow and wide, right and wrong."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from enterprises.models import Enterprise
from membership.models import Claim
from tests.browser.conftest import Visitor
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.membership import (
    PDF,
    TAX_CODE,
    EditorFactory,
    InvitationFactory,
    OwnerFactory,
    WaitingClaimFactory,
)
from tests.factories.people import StaffFactory, UserFactory, in_group

MINE = "/tai-khoan/doanh-nghiep/"
FILE = {"name": "giay-phep.pdf", "mimeType": "application/pdf", "buffer": PDF}
BAD_FILE = {"name": "giay-phep.pdf", "mimeType": "application/pdf", "buffer": b"MZ program"}
WIDTHS = pytest.mark.parametrize("width", [390, 1280])
# Django's own admin pages: rows of filters without landmarks, lists inside lists.
ADMIN_RULES = ("region", "landmark-unique", "heading-order", "empty-table-header", "list")


def logged_in(visitor: Visitor, user: User, width: int = 1280) -> Visitor:
    """The browser with this person's session; logging in has tests of its own."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    visitor.page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": visitor.address}]
    )
    visitor.page.set_viewport_size({"width": width, "height": 900})
    return visitor


@pytest.fixture
def person(start_data) -> User:
    return UserFactory(full_name="Trần Thị Bình", email="binh@example.com")


@WIDTHS
def test_a_wrong_code_is_told_and_a_right_one_becomes_a_profile(visitor: Visitor, person, width):
    page = logged_in(visitor, person, width).opens(MINE)
    visitor.checks()
    page.fill("#id_tax_code", "0100233489")
    visitor.follows("main form button")
    expect(page.locator(".error-summary")).to_contain_text("Sai số kiểm tra")
    visitor.checks()
    visitor.takes_picture("membership-wrong-code")
    page.fill("#id_tax_code", "0100 233 488")
    visitor.follows("main form button")
    expect(page.locator("h1")).to_have_text("Đăng ký doanh nghiệp")
    page.fill("#id_legal_name", "Công ty TNHH Cơ khí Mới")
    page.fill("#id_address", "1 Lê Lợi, TP. Hồ Chí Minh")
    visitor.checks()
    visitor.takes_picture("membership-register")
    visitor.follows("main form button")
    expect(page.get_by_role("status")).to_contain_text("Đã tạo hồ sơ")
    assert Enterprise.objects.get(tax_code=TAX_CODE).is_owned_by(person)


@WIDTHS
def test_a_record_is_claimed_from_its_page(visitor: Visitor, person, width):
    enterprise = EnterpriseFactory(legal_name="Công ty TNHH Khuôn Đúc Bình Minh")
    page = logged_in(visitor, person, width).opens(enterprise.get_absolute_url())
    page.get_by_role("link", name="Nhận quản lý hồ sơ").click()
    page.set_input_files("#id_evidence", BAD_FILE)
    page.fill("#id_tax_code", "0100233488")
    visitor.follows("main form button")
    expect(page.locator(".error-summary")).to_contain_text("không phải PDF")
    visitor.checks()
    visitor.takes_picture("membership-claim")
    page.set_input_files("#id_evidence", FILE)
    visitor.follows("main form button")
    expect(page.get_by_role("status")).to_contain_text("Đã gửi đề nghị")
    visitor.checks()
    assert Claim.objects.get().is_waiting


@WIDTHS
def test_a_taken_record_offers_the_dispute(visitor: Visitor, person, width):
    enterprise = OwnerFactory(enterprise__tax_code=TAX_CODE).enterprise
    page = logged_in(visitor, person, width).opens(f"{MINE}nhan-quan-ly/{enterprise.slug}/")
    visitor.checks()
    visitor.takes_picture("membership-dispute")
    page.check("#id_is_dispute")
    page.fill("#id_statement", "Chúng tôi là đại diện theo pháp luật.")
    page.set_input_files("#id_evidence", FILE)
    visitor.follows("main form button")
    assert Claim.objects.get().is_dispute


@WIDTHS
def test_everything_that_a_person_keeps_has_no_barrier(visitor: Visitor, person, width):
    owner = OwnerFactory(user=person, enterprise__tax_code=TAX_CODE)
    EditorFactory(enterprise=owner.enterprise, user__full_name="Phạm Văn Cường")
    OwnerFactory(enterprise=owner.enterprise)
    InvitationFactory(enterprise=owner.enterprise)
    InvitationFactory(email=person.email)
    WaitingClaimFactory(user=person, is_dispute=True, statement="Vì…")
    WaitingClaimFactory(user=person, state="refused", reason="Giấy tờ không khớp.")
    logged_in(visitor, person, width)
    pages = {
        "membership-mine": MINE,
        "membership-members": f"{MINE}{owner.enterprise_id}/thanh-vien/",
        "membership-invitation": f"{MINE}loi-moi/binh/",
    }
    for name, path in pages.items():
        visitor.opens(path)
        visitor.checks()
        visitor.takes_picture(name)


@WIDTHS
def test_the_department_answers_in_the_back_office(visitor: Visitor, person, width):
    claim = WaitingClaimFactory(user=person, tax_code=TAX_CODE)
    officer = in_group(StaffFactory(is_demo=True), "Cán bộ Sở Công Thương")
    page = logged_in(visitor, officer, width).opens(reverse("admin:membership_claim_changelist"))
    visitor.checks(but=ADMIN_RULES)
    visitor.takes_picture("membership-queue")
    page.goto(visitor.address + reverse("admin:membership_claim_change", args=[claim.pk]))
    visitor.checks(but=ADMIN_RULES)
    visitor.takes_picture("membership-answer")
    visitor.errors.clear()  # axe itself has tried to write a style, which the policy forbids
    visitor.follows(".submit-row a[href*=refuse]")
    visitor.follows("input[type=submit]")
    expect(page.locator(".errorlist")).to_contain_text("Hãy ghi lý do")
    visitor.checks(but=ADMIN_RULES)
    visitor.takes_picture("membership-refuse")
    page.fill("#id_reason", "Giấy tờ không khớp.")
    visitor.follows("input[type=submit]")
    expect(page.locator(".messagelist")).to_contain_text("Đã quyết định")
    claim.refresh_from_db()
    assert claim.state == "refused"
