"""Asking a supplier and answering in a browser: narrow and wide, right and wrong."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from inquiries.models import Inquiry
from tests.browser.conftest import Visitor
from tests.browser.test_claiming import ADMIN_RULES, WIDTHS, logged_in
from tests.enterprises.profiles import full_profile
from tests.factories.inquiries import (
    AnsweredInquiryFactory,
    SetAsideInquiryFactory,
    WaitingInquiryFactory,
)
from tests.factories.membership import OwnerFactory
from tests.factories.people import StaffFactory, in_group


@pytest.fixture
def owner(start_data):
    """The owner of a full profile."""
    return OwnerFactory(enterprise=full_profile(), user__full_name="Nguyễn Thị Chủ")


@WIDTHS
def test_a_buyer_asks_from_the_profile(visitor: Visitor, owner, width):
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 900})
    visitor.opens(owner.enterprise.get_absolute_url())
    visitor.checks()
    with page.expect_navigation():
        page.get_by_role("link", name="Hỏi hàng qua Cổng").click()
    expect(page.get_by_label("Bỏ trống ô này")).not_to_be_in_viewport()
    assert page.get_by_role("textbox", name="Bỏ trống ô này").count() == 0
    visitor.checks()
    visitor.takes_picture("asking-form")
    page.get_by_label("Nội dung cần hỏi").fill("Cần 500 vỏ hộp số, bản vẽ ở http://a.vn/x.")
    visitor.follows("main form button")
    expect(page.locator(".error-summary")).to_contain_text("Hãy ghi họ và tên.")
    expect(page.get_by_label("Nội dung cần hỏi")).to_have_value(
        "Cần 500 vỏ hộp số, bản vẽ ở http://a.vn/x."
    )
    visitor.checks()
    visitor.takes_picture("asking-mistake")
    page.get_by_label("Họ và tên").fill("Trần Văn Bình")
    page.get_by_label("Thư điện tử").fill("binh@example.com")
    page.get_by_label("Tôi đồng ý").check()
    visitor.follows("main form button")
    expect(page.get_by_role("status")).to_contain_text("đã bỏ 1 liên kết")
    visitor.checks()
    visitor.takes_picture("asking-sent")
    assert Inquiry.objects.get().text == "Cần 500 vỏ hộp số, bản vẽ ở [đã bỏ liên kết]."


@WIDTHS
def test_a_member_answers(visitor: Visitor, owner, width):
    own = {"enterprise": owner.enterprise}
    AnsweredInquiryFactory.create_batch(20, **own)
    SetAsideInquiryFactory(**own)
    first = WaitingInquiryFactory(**own)
    page = logged_in(visitor, owner.user, width).opens(reverse("membership:enterprise-list"))
    visitor.checks()
    with page.expect_navigation():
        page.get_by_role("link", name="Hỏi hàng (1 chờ trả lời)").click()
    visitor.checks()
    visitor.takes_picture("asking-list")
    with page.expect_navigation():
        page.get_by_role("link", name=first.name).first.click()
    visitor.checks()
    visitor.takes_picture("asking-question")
    visitor.follows("main form button")
    expect(page.locator(".error-summary")).to_contain_text("Hãy viết câu trả lời.")
    visitor.checks()
    page.get_by_label("Trả lời", exact=True).fill("Có, xin gọi 028 3823 1111.")
    visitor.follows("main form button")
    expect(page.get_by_role("status")).to_contain_text("Đã gửi trả lời")
    visitor.checks()
    with page.expect_navigation():
        page.get_by_role("link", name=first.name).first.click()
    visitor.checks()
    visitor.takes_picture("asking-answered")


@WIDTHS
def test_a_member_who_comes_second_keeps_the_text(visitor: Visitor, owner, width):
    inquiry = WaitingInquiryFactory(enterprise=owner.enterprise)
    address = reverse("inquiries:inquiry-detail", args=[owner.enterprise_id, inquiry.pk])
    page = logged_in(visitor, owner.user, width).opens(address)
    page.get_by_label("Trả lời", exact=True).fill("Chúng tôi làm được.")
    Inquiry.objects.get(pk=inquiry.pk).reply("Có.", OwnerFactory(user__full_name="Phạm Nhanh").user)
    visitor.follows("main form button")
    expect(page.get_by_role("alert")).to_contain_text("Phạm Nhanh đã trả lời")
    expect(page.get_by_label("Trả lời", exact=True)).to_have_value("Chúng tôi làm được.")
    visitor.errors.clear()  # the browser notes the status 409
    visitor.checks()
    visitor.takes_picture("asking-late")


@WIDTHS
def test_spam_is_set_aside_with_two_presses(visitor: Visitor, owner, width):
    inquiry = WaitingInquiryFactory(enterprise=owner.enterprise)
    address = reverse("inquiries:inquiry-detail", args=[owner.enterprise_id, inquiry.pk])
    page = logged_in(visitor, owner.user, width).opens(address)
    page.get_by_text("Không trả lời câu hỏi này").click()
    visitor.checks()
    visitor.follows("details button")
    expect(page.get_by_role("status")).to_contain_text("không trả lời")
    visitor.checks()


@WIDTHS
def test_the_department_reads_counts(visitor: Visitor, owner, width):
    AnsweredInquiryFactory.create_batch(3, enterprise=owner.enterprise)
    officer = in_group(StaffFactory(is_demo=True), "Cán bộ Sở Công Thương")
    page = logged_in(visitor, officer, width).opens(reverse("admin:inquiries_inquiry_changelist"))
    expect(page.locator(".counts")).to_contain_text(owner.enterprise.legal_name)
    visitor.checks(but=ADMIN_RULES)
    visitor.takes_picture("asking-counts")
