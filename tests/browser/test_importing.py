"""Staff take in a messy file through the back office, and the public finds its factories."""

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.enterprises.sheets import MESSY


def test_a_messy_file_is_imported_and_found_with_and_without_marks(staff_visitor: Visitor):
    page = staff_visitor.opens("/quan-tri/enterprises/enterprise/import/")
    file = {"name": "nha-may.csv", "mimeType": "text/csv", "buffer": MESSY.encode()}
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator(".import-preview")).to_contain_text("Nghi trùng với: Golden Sun Co.,Ltd")
    staff_visitor.takes_picture("import-preview")
    page.get_by_role("button", name="Xác nhận nhập").click()
    expect(page.locator(".messagelist")).to_contain_text("7 mới")
    staff_visitor.checks()
    for words in ("sai gon xanh", "Sài Gòn Xanh"):
        page = staff_visitor.opens("/")
        page.fill("#search-q", words)
        page.keyboard.press("Enter")
        expect(page.locator("#cards")).to_contain_text("Công ty TNHH Dệt Sài Gòn Xanh")
    staff_visitor.checks()


def test_a_broken_file_gets_its_message_at_the_field(staff_visitor: Visitor):
    page = staff_visitor.opens("/quan-tri/enterprises/enterprise/import/")
    file = {"name": "hong.xlsx", "mimeType": "application/zip", "buffer": b"PK nothing"}
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator(".errorlist")).to_contain_text("bị hỏng")
    staff_visitor.checks()
    staff_visitor.takes_picture("import-error")
