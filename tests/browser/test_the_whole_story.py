"""From an imported factory to a confirmation that anyone checks, as `make run` starts it."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from core.templatetags.formatting import official_date
from tests.browser.conftest import PASSWORD, Visitor
from tests.browser.product import RunningProduct
from tests.browser.test_claiming import ADMIN_RULES
from tests.browser.test_confirmation import DJANGOS
from tests.enterprises.profiles import picture
from tests.factories.membership import PDF, TAX_CODE

DEMO_PASSWORD = "demo-2869"
OWNER = "binh@co-khi.example"
BUYER = "tanaka@final-maker.example"
NAME = "Cơ khí Khuôn mẫu Bình Minh Thử"
ROWS = f"""Tên doanh nghiệp,Địa chỉ,Ngành
{NAME},"25 đường Số 7, Phường An Lạc, TP. Hồ Chí Minh",Cơ khí
"""
TODAY = official_date(localdate())
NEXT_YEAR = localdate() + timedelta(days=365)


def file(name: str, kind: str, content: bytes) -> dict:
    return {"name": name, "mimeType": kind, "buffer": content}


@pytest.fixture
def people(product: RunningProduct, browser):
    """A browser window of its own for each person of the story."""
    windows = [browser.new_context(locale="vi-VN") for _person in range(3)]
    yield [Visitor(window.new_page(), product.address) for window in windows]
    for window in windows:
        window.close()


def test_an_imported_factory_becomes_a_confirmed_supplier(product: RunningProduct, people):
    owner, staff, buyer = people
    logs_in(staff, "sct")
    imports(staff)
    profile = finds(buyer, "khuon mau binh minh thu")
    signs_up(owner, product)
    claims(owner, profile)
    approves_the_claim(staff)
    product.letter(OWNER, "Đã chấp thuận đề nghị quản lý hồ sơ")
    home = fills_every_part(owner)
    sees_nothing_new(buyer, profile)
    returns_one_part(staff)
    product.letter(OWNER, "Đề nghị bổ sung hồ sơ")
    answers_the_remark(owner, home)
    sees_nothing_of_it(buyer, profile)
    approves_the_rest(staff)
    product.letter(OWNER, "đã được duyệt")
    sees_the_new_profile(buyer, profile)
    vouches(staff)
    expect(buyer.opens(profile).locator("#products ~ .standing")).to_contain_text("tại chỗ")
    asks(buyer, profile)
    answers(owner, product)
    assert "Được, 45 ngày." in product.letter(BUYER, "trả lời câu hỏi")
    code = confirms(staff)
    checks_the_code(buyer, code, "Còn hiệu lực")
    expect(buyer.opens(profile).locator("#confirmations")).to_be_visible()
    revokes(staff, code)
    checks_the_code(buyer, code, "Đã thu hồi")
    expect(buyer.opens(profile).locator("#confirmations")).to_have_count(0)


def logs_in(visitor: Visitor, name: str) -> None:
    page = visitor.opens("/quan-tri/")
    page.fill("#id_login", name)
    page.fill("#id_password", DEMO_PASSWORD)
    visitor.follows("main button[type=submit]")
    expect(page.locator("#waiting-title")).to_be_visible()


def imports(staff: Visitor) -> None:
    page = staff.opens("/quan-tri/enterprises/enterprise/import/")
    page.set_input_files("input[type=file]", file("nha-may.csv", "text/csv", ROWS.encode()))
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.get_by_role("button", name="Xác nhận nhập").click()
    expect(page.get_by_role("status")).to_contain_text("Đã nhập xong")
    staff.checks(but=ADMIN_RULES)
    staff.errors.clear()


def finds(buyer: Visitor, words: str) -> str:
    page = buyer.opens(f"/doanh-nghiep/?q={words}")
    buyer.checks()
    page.get_by_role("link", name=NAME).first.click()
    expect(page.locator("h1")).to_have_text(NAME)
    expect(page.locator("#products")).to_have_count(0)
    buyer.checks()
    return page.url.removeprefix(buyer.address)


def signs_up(owner: Visitor, product: RunningProduct) -> None:
    page = owner.opens("/tai-khoan/dang-ky/")
    page.fill("#id_full_name", "Trần Thị Bình")
    page.fill("#id_email", OWNER)
    page.fill("#id_password1", PASSWORD)
    page.fill("#id_password2", PASSWORD)
    page.check("#id_consent")
    owner.checks()
    owner.follows("main button[type=submit]")
    owner.opens(product.link(OWNER, "Xác nhận"))
    owner.follows("main button[type=submit]")
    expect(page.locator(".site-header .person")).to_have_text("Trần Thị Bình")
    owner.checks()


def claims(owner: Visitor, profile: str) -> None:
    page = owner.opens(profile)
    page.get_by_role("link", name="Nhận quản lý hồ sơ").click()
    page.fill("#id_tax_code", f"{TAX_CODE[:4]} {TAX_CODE[4:]}")
    page.set_input_files("#id_evidence", file("giay-phep.pdf", "application/pdf", PDF))
    owner.checks()
    owner.follows("main form button")
    expect(page.get_by_role("status")).to_contain_text("Đã gửi đề nghị")


def waits(staff: Visitor, label: str) -> Page:
    """The first record of the queue that the start page leads to."""
    page = staff.opens("/quan-tri/")
    staff.follows(f".waiting a:has-text('{label}')")
    staff.follows("#result_list tbody th a")
    return page


def approves_the_claim(staff: Visitor) -> None:
    page = waits(staff, "Đề nghị nhận quản lý hồ sơ")
    staff.checks(but=ADMIN_RULES)
    staff.errors.clear()
    staff.follows(".submit-row a[href*=approve]")
    staff.follows("input[type=submit]")
    expect(page.locator(".messagelist")).to_contain_text("Đã quyết định")


PARTS = {
    "identity": {
        "#id_international_name": "Binh Minh Mould Engineering Trial",
        "#id_employees": "85",
        "#id_description_vi": "Thiết kế và chế tạo khuôn ép nhựa.",
    },
    "products": {
        "#id_products-0-name_vi": "Khuôn ép nhựa hai màu",
        "#id_products-0-tolerance": "0.02",
        "#id_products-0-monthly_capacity": "12",
    },
    "capability": {"#id_floor_area": "1800"},
    "machines": {"#id_machines-0-model_name": "VF-2", "#id_machines-0-quantity": "3"},
    "certificates": {
        "#id_certificates-0-number": "QMS-77",
        "#id_certificates-0-valid_to": f"{NEXT_YEAR:%Y-%m-%d}",
    },
    "files": {"#id_files-0-title_vi": "Catalogue khuôn 2026"},
    "markets": {"#id_export_share": "35", "#id_customers": "Nhà máy ô tô thử"},
    "contacts": {
        "#id_contacts-0-person": "Trần Thị Bình",
        "#id_contacts-0-phone": "028 3823 1111",
        "#id_contacts-0-email": "kinh-doanh@co-khi.example",
    },
}
CHOSEN = {  # lists from which something must be chosen, by the words that stand there
    "#id_machines-0-kind": "Trung tâm gia công CNC",
    "#id_certificates-0-standard": "ISO 9001",
}


def fills_every_part(owner: Visitor) -> str:
    page = owner.opens("/tai-khoan/doanh-nghiep/")
    owner.checks()
    owner.follows("a:has-text('Chỉnh sửa hồ sơ')")
    home = page.url.removeprefix(owner.address)
    for part, texts in PARTS.items():
        owner.opens(f"{home}{part}/")
        writes(owner, part, texts)
        expect(page.get_by_text("Đã lưu phần")).to_be_visible()
        owner.checks()
    owner.follows("a:has-text('Xem trước')")
    expect(page.locator("#products")).to_be_visible()
    owner.checks()
    owner.opens(home)
    owner.follows("button:has-text('Gửi Sở Công Thương xét duyệt')")
    expect(page.locator("main")).to_contain_text("Bản cập nhật đã gửi")
    owner.checks()
    return home


def writes(owner: Visitor, part: str, texts: dict[str, str]) -> None:
    page = owner.page
    for field, text in texts.items():
        page.fill(field, text)
    for field, words in CHOSEN.items():
        if page.locator(field).count():
            page.select_option(field, label=words)
    if part == "products":
        photo = file("khuon.png", "image/png", picture().read())
        page.set_input_files("#id_products-0-photo", photo)
    if part == "files":
        page.set_input_files("#id_files-0-file", file("khuon.pdf", "application/pdf", PDF))
        page.check("#id_files-0-is_public")
        page.select_option("#id_files-0-kind", index=1)
    if part == "capability":
        page.get_by_label("Chế tạo khuôn mẫu").check()
    if part == "contacts":
        page.check("#id_contacts-0-is_public")
    owner.checks()
    owner.follows("form.form .actions .button")


def sees_nothing_new(buyer: Visitor, profile: str) -> None:
    page = buyer.opens(profile)
    expect(page.locator("#products")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text("kinh-doanh@co-khi.example")


def returns_one_part(staff: Visitor) -> None:
    page = waits(staff, "Hồ sơ chờ xét duyệt")
    staff.checks(but=ADMIN_RULES)
    staff.errors.clear()
    for part in PARTS:
        page.check(
            f"input[name=decision-{part}][value={'return' if part == 'markets' else 'approve'}]"
        )
    page.fill("#remark-markets", "Ghi rõ năm của số liệu xuất khẩu.")
    staff.follows("input[name=decide]")
    expect(page.locator(".messagelist")).to_contain_text("Đã trả lại")


def answers_the_remark(owner: Visitor, home: str) -> None:
    page = owner.opens(home)
    expect(page.locator("main")).to_contain_text("Ghi rõ năm của số liệu xuất khẩu.")
    owner.checks()
    owner.opens(f"{home}markets/")
    page.fill("#id_customers", "Nhà máy ô tô thử (số liệu xuất khẩu năm 2025)")
    owner.follows("form.form .actions .button")
    owner.follows("button:has-text('Gửi Sở Công Thương xét duyệt')")


def sees_nothing_of_it(buyer: Visitor, profile: str) -> None:
    page = buyer.opens(profile)
    expect(page.locator("#products")).to_be_visible()  # the parts that were approved
    expect(page.locator("main")).not_to_contain_text("Nhà máy ô tô thử")


def approves_the_rest(staff: Visitor) -> None:
    page = waits(staff, "Hồ sơ chờ xét duyệt")
    staff.follows("input[name=approve_all]")
    expect(page.locator(".messagelist")).to_contain_text("Đã duyệt và công bố")


def sees_the_new_profile(buyer: Visitor, profile: str) -> None:
    page = buyer.opens(profile)
    for words in (
        *("Khuôn ép nhựa hai màu", "±0,02", "Trung tâm gia công CNC", "ISO 9001", "QMS-77"),
        *("Nhà máy ô tô thử (số liệu", "kinh-doanh@co-khi.example", "0100233488", "1.800"),
    ):
        expect(page.locator("main")).to_contain_text(words)
    expect(page.locator(".product img")).to_be_visible()
    expect(page.get_by_role("link", name="Catalogue khuôn 2026")).to_be_visible()
    buyer.checks()


def vouches(staff: Visitor) -> None:
    """Staff have been there and seen the moulds."""
    page = staff.opens(f"/quan-tri/enterprises/enterprise/?q={TAX_CODE}")
    staff.follows("#result_list tbody th a")
    staff.follows(".object-tools a:has-text('Ghi nhận kiểm tra thông tin')")
    page.check("input[value=products]")
    page.check("input[name=manner][value=visit]")
    page.fill("#id_checked_on", TODAY)
    staff.checks(but=ADMIN_RULES)
    staff.errors.clear()
    staff.follows(".submit-row input")
    expect(page.locator(".messagelist")).to_contain_text("Đã ghi nhận kiểm tra 1 mục")


def asks(buyer: Visitor, profile: str) -> None:
    page = buyer.opens(profile)
    buyer.follows("#contacts ~ p a.button")
    page.fill("#id_name", "Kenji Tanaka")
    page.fill("#id_email", BUYER)
    page.fill("#id_text", "Quý công ty làm khuôn hai màu trong bao lâu?")
    page.check("#id_consent")
    buyer.checks()
    buyer.follows("main form button[type=submit]")
    buyer.checks()


def answers(owner: Visitor, product: RunningProduct) -> None:
    page = owner.opens(product.link(OWNER, "Câu hỏi mới"))
    expect(page.locator("main")).to_contain_text("khuôn hai màu trong bao lâu")
    page.fill("#id_answer", "Được, 45 ngày.")
    owner.checks()
    owner.follows("main form button[type=submit]")


def confirms(staff: Visitor) -> str:
    """Assess, decide, record the signed paper; the code under which it is checked."""
    logs_in_anew(staff, "quantri")  # who may also assess
    page = staff.opens(f"/quan-tri/enterprises/enterprise/?q={TAX_CODE}")
    staff.follows("#result_list tbody th a")
    number = re.search(r"/enterprise/(\d+)/", page.url)[1]
    page = staff.opens(f"/quan-tri/verification/assessment/add/?enterprise={number}")
    page.select_option("#id_criteria_set", index=1)
    page.fill("#id_visited_on", TODAY)
    page.fill("#id_assessors", "Lê Thị Khảo Sát, chuyên viên")
    staff.follows("input[name=_save]")
    for points in page.locator("input[name$=-points]").all():
        points.fill("9")
    staff.follows("input[name=_continue]")
    staff.follows(".object-tools a:has-text('Hoàn tất')")
    staff.follows(".submit-row input")
    assessment = page.url
    logs_in_anew(staff, "sct")  # whoever scored does not decide
    staff.opens(re.sub(r"https?://[^/]+", "", assessment))
    staff.follows(".object-tools a:has-text('Quyết định')")
    page.check("input[name=decision][value=confirm]")
    page.fill("#id_scope", "Khuôn ép nhựa hai màu")
    staff.follows(".submit-row input")
    staff.follows(".object-tools a:has-text('Ghi số')")
    page.fill("#id_number", "12")
    page.fill("#id_signed_on", TODAY)
    page.fill("#id_signatory_name", "Lê Văn Ký")
    page.set_input_files("#id_scan", file("da-ky.pdf", "application/pdf", PDF))
    staff.checks(but=DJANGOS)
    staff.errors.clear()
    staff.follows(".submit-row input")
    expect(page.locator(".field-standing")).to_contain_text("Còn hiệu lực")
    return page.locator(".field-code_shown .readonly").inner_text().strip()


def logs_in_anew(staff: Visitor, name: str) -> None:
    staff.opens("/tai-khoan/dang-xuat/")
    staff.follows("main button[type=submit]")
    logs_in(staff, name)


def checks_the_code(buyer: Visitor, code: str, words: str) -> None:
    """As the QR code on the paper leads there, and by typing what is printed beside it."""
    page = buyer.opens(f"/xac-nhan/{code.replace('-', '')}/")
    expect(page.get_by_role("status")).to_contain_text(words)
    buyer.checks()
    page = buyer.opens("/xac-nhan/")
    page.fill("#id_code", code.lower())
    buyer.follows("main form button")
    expect(page.get_by_role("status")).to_contain_text(words)
    expect(page.locator("main")).to_contain_text(NAME)


def revokes(staff: Visitor, code: str) -> None:
    page = staff.opens(f"/quan-tri/verification/confirmation/?q={code.replace('-', '')}")
    staff.follows("#result_list tbody th a")
    staff.follows(".object-tools a:has-text('Thu hồi')")
    page.fill("#id_reason", "Doanh nghiệp không còn đáp ứng.")
    staff.follows(".submit-row input")
    expect(page.locator(".field-standing")).to_contain_text("Đã thu hồi")
