"""Yearly plans in a browser: the officer's page, Finance's, the City's and the Committee's."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import Browser, expect

from programme.models import AnnualPlan
from tests.browser.conftest import PASSWORD, Visitor
from tests.factories.enterprises import PDF
from tests.factories.plans import (
    COMMITTEE,
    DOIT,
    FINANCE,
    AnnualPlanFactory,
    member,
    officer_of,
    plan_in,
    task_of,
)
from tests.factories.programme import AgencyFactory

# Django's own admin pages: see tests/browser/test_confirmation.py.
DJANGOS = (
    "region",
    "empty-table-header",
    "landmark-unique",
    "heading-order",
    "page-has-heading-one",
)
SCAN = {"name": "tham-dinh.pdf", "mimeType": "application/pdf", "buffer": PDF}
WIDTHS = pytest.mark.parametrize("width", [390, 1280])


def enters(visitor: Visitor, user) -> Visitor:
    """The visitor logs into the back office as this person."""
    user.set_password(PASSWORD)
    user.save()
    page = visitor.opens("/quan-tri/")
    page.fill("#id_login", user.username)
    page.fill("#id_password", PASSWORD)
    visitor.follows("main button[type=submit]")
    return visitor


def address(plan: AnnualPlan, name: str = "change") -> str:
    return reverse(f"admin:programme_annualplan_{name}", args=[plan.pk])


@pytest.fixture
def agency(start_data):
    return AgencyFactory(name_vi="Sở Khoa học Thử nghiệm")


@WIDTHS
def test_the_officers_pages_have_no_barrier(visitor: Visitor, agency, width):
    visitor.page.set_viewport_size({"width": width, "height": 900})
    enters(visitor, officer_of(agency))
    task_of(agency)
    plan = AnnualPlanFactory(agency=agency)
    sent = plan_in("sent", agency=agency)
    pages = {"list": reverse("admin:programme_annualplan_changelist")}
    pages |= {"add": reverse("admin:programme_annualplan_add"), "draft": address(plan)}
    pages |= {"send": address(plan, "send"), "sent": address(sent)}
    for name, path in pages.items():
        visitor.opens(path)
        visitor.checks(but=DJANGOS)
        visitor.errors.clear()  # axe itself sets styles while it measures
        visitor.takes_picture(f"plans-officer-{name}")


@WIDTHS
def test_the_steps_have_no_barrier(staff_visitor: Visitor, width):
    staff_visitor.page.set_viewport_size({"width": width, "height": 900})
    steps = {
        "appraise": plan_in("sent"),
        "return": plan_in("sent"),
        "approve": plan_in("appraised"),
        "receive": plan_in("approved"),
        "adjust": plan_in("received"),
        "pay": plan_in("received"),
        "correct": plan_in("received"),
        "contribute": plan_in("sent"),
        "attach": plan_in("draft"),
        "take_back": plan_in("appraised"),
    }
    for name, plan in steps.items():
        staff_visitor.opens(address(plan, name))
        staff_visitor.checks()
        staff_visitor.errors.clear()  # axe itself sets styles while it measures
        staff_visitor.takes_picture(f"plans-step-{name}")


@WIDTHS
@pytest.mark.parametrize("role", [DOIT, COMMITTEE])
def test_the_citys_plan_and_the_committees_page_have_no_barrier(visitor: Visitor, role, width):
    visitor.page.set_viewport_size({"width": width, "height": 900})
    for state in ("draft", "sent", "appraised", "received"):
        plan_in(state, agency=AgencyFactory())
    task_of(AgencyFactory())
    enters(visitor, member(role))
    for name in ("programme_city_plan", "programme_steering"):
        path = reverse(f"admin:{name}")
        visitor.opens(f"{path}?chuong-trinh=chuong-trinh-bao-cao&nam={localdate().year}")
        visitor.checks()
        visitor.takes_picture(f"plans-{name}")
    visitor.opens(reverse("admin:programme_city_plan"))
    visitor.checks()
    visitor.takes_picture("plans-city-empty")


def test_an_officer_without_javascript_writes_and_sends_a_plan(
    browser: Browser, live_server, agency
):
    visitor = Visitor(browser.new_page(java_script_enabled=False), live_server.url)
    task = task_of(agency)
    enters(visitor, officer_of(agency))
    page = visitor.opens(reverse("admin:programme_annualplan_changelist"))
    visitor.follows(f"text={task.number} {task.content_vi[:20]}")
    page.get_by_label("Hoạt động, tiến độ và kết quả dự kiến:").fill("Quý II: hội nghị.")
    rows = [("Thuê hội trường", "1.500.000"), ("In ấn", "hai triệu")]
    for number, (activity, amount) in enumerate(rows):
        page.get_by_label("Nội dung chi").nth(number).fill(activity)
        page.get_by_label("đề nghị (đồng)").nth(number).fill(amount)
        page.get_by_label("Căn cứ, cách tính").nth(number).fill("TT 29/2018/TT-BTC")
    visitor.follows("input[name=_save]")
    expect(page.locator("#lines-1 .errorlist")).to_contain_text("Hãy ghi số tiền bằng đồng")
    second = page.get_by_label("đề nghị (đồng)").nth(1)
    expect(second).to_have_value("hai triệu")
    second.fill("2.000.000")
    visitor.follows("input[name=_save]")
    expect(page.get_by_label("đề nghị (đồng)").nth(1)).to_have_value("2.000.000")
    visitor.follows("text=Gửi Sở Tài chính thẩm định")
    visitor.follows(".submit-row input")
    expect(page.locator(".messagelist")).to_contain_text("Đã thực hiện")
    assert AnnualPlan.objects.get().sums.planned == 3_500_000
    page.close()


def test_finance_appraises_and_hears_what_is_missing(visitor: Visitor, agency):
    plan = plan_in("sent", agency=agency)
    enters(visitor, member(FINANCE))
    visitor.follows("text=Dự toán chờ thẩm định")
    visitor.follows("#result_list tbody th a")
    page = visitor.follows("text=Ghi kết quả thẩm định")
    line = plan.lines.first()
    page.fill("[name=appraisal_number]", "1234/STC-HCSN")
    page.fill("[name=appraisal_on]", f"{localdate():%d/%m/%Y}")
    page.check("[name=rest]")
    page.locator(f"[name=amount-{line.pk}]").fill("1.400.000.000")
    page.set_input_files("[name=file]", SCAN)
    visitor.follows(".submit-row input")
    expect(page.locator(".money .errorlist")).to_contain_text("Hãy ghi lý do")
    expect(page.locator(f"[name=amount-{line.pk}]")).to_have_value("1.400.000.000")
    page.locator(f"[name=reason-{line.pk}]").fill("Theo định mức")
    page.set_input_files("[name=file]", SCAN)
    visitor.follows(".submit-row input")
    expect(page.locator(".field-state")).to_contain_text("Đã thẩm định")
    expect(page.locator(".money")).to_contain_text("1.700.000.000")
