"""Staff take in a messy file through the back office, and the public finds its factories."""

from playwright.sync_api import expect

from core.imports.tasks import check_import
from core.models import SpreadsheetImport
from tests.browser.conftest import Visitor
from tests.enterprises.sheets import MESSY


def test_a_messy_file_is_imported_and_found_with_and_without_marks(staff_visitor: Visitor):
    page = staff_visitor.opens("/quan-tri/enterprises/enterprise/import/")
    file = {"name": "nha-may.csv", "mimeType": "text/csv", "buffer": MESSY.encode()}
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.locator(".import-rows")).to_contain_text("Nghi trùng với: Golden Sun Co.,Ltd")
    staff_visitor.takes_picture("import-preview")
    page.get_by_role("button", name="Xác nhận nhập").click()
    expect(page.get_by_role("status")).to_contain_text("Đã nhập xong")
    expect(page.locator(".import-counts")).to_contain_text("Mới: 5")
    staff_visitor.checks()
    for words in ("sai gon xanh", "Sài Gòn Xanh"):
        page = staff_visitor.opens("/")
        with page.expect_response("**/goi-y/**"):  # not cut off half way by the next page
            page.fill("#search-q", words)
        page.keyboard.press("Enter")
        expect(page.locator("#cards")).to_contain_text("Công ty TNHH Dệt Sài Gòn Xanh")
    staff_visitor.checks()


def test_a_broken_file_gets_its_message_at_the_field(staff_visitor: Visitor):
    page = staff_visitor.opens("/quan-tri/enterprises/enterprise/import/")
    file = {"name": "hong.xlsx", "mimeType": "application/zip", "buffer": b"PK nothing"}
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.locator(".errorlist")).to_contain_text("bị hỏng")
    staff_visitor.checks()
    staff_visitor.takes_picture("import-error")


def test_the_page_of_an_import_follows_the_worker_by_itself(staff_visitor: Visitor):
    job = SpreadsheetImport.objects.create(
        importer="enterprises",
        file_name="nha-may.csv",
        content=MESSY.encode(),
        state="checking",
        rows_total=7,
        rows_done=3,
    )
    page = staff_visitor.opens(f"/quan-tri/enterprises/enterprise/import/{job.pk}/")
    expect(page.get_by_role("status")).to_contain_text("3/7 dòng")
    SpreadsheetImport.objects.filter(pk=job.pk).update(state="waiting")
    check_import.call(job.pk)
    expect(page.get_by_role("button", name="Xác nhận nhập")).to_be_visible()
    staff_visitor.checks()
