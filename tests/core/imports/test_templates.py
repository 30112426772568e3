"""The spreadsheet to fill in shows how, and what each column takes; its example is no record."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.imports.jobs import MAX_ROWS
from core.imports.outcomes import Result
from core.imports.row_kinds import EXAMPLE
from enterprises.models import Enterprise
from tests.importing import IMPORT, confirm, outcomes, preview
from tests.pages import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("start_data")]


def template(client) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(client.get(f"{IMPORT}mau.xlsx").content))


def uploaded(client, book: openpyxl.Workbook):
    content = io.BytesIO()
    book.save(content)
    return preview(client, SimpleUploadedFile("mau.xlsx", content.getvalue()))


def test_the_sheets_have_vietnamese_names_and_the_first_is_filled_in(staff_client):
    book = template(staff_client)
    assert book.sheetnames == ["Doanh nghiệp", "Hướng dẫn", "Danh mục"]
    headings, example = book["Doanh nghiệp"].iter_rows(min_row=1, max_row=2, values_only=True)
    assert headings[0] == "Tên doanh nghiệp"
    assert example[0].startswith(f"{EXAMPLE}: ")


def test_the_guide_tells_of_each_column_what_it_takes(staff_client):
    book = template(staff_client)
    guide = {row[0]: row[1:] for row in book["Hướng dẫn"].iter_rows(min_row=3, values_only=True)}
    headings = [cell.value for cell in book["Doanh nghiệp"][1]]
    assert list(guide) == headings
    assert guide["Tên doanh nghiệp"][0] == "có"
    assert "Siêu nhỏ; Nhỏ; Vừa; Lớn" in guide["Quy mô"]
    assert "số nguyên" in guide["Số lao động"][1]
    assert guide["Phường, xã"][2] == "xem trang “Danh mục”"
    listed = {cell for row in book["Danh mục"].iter_rows(values_only=True) for cell in row}
    assert {"Phường, xã", "Phường Bến Thành", "Siêu nhỏ"} <= listed


def test_the_program_offers_the_allowed_values_and_takes_others(staff_client):
    page = template(staff_client)["Doanh nghiệp"]
    letters = {cell.value: cell.column_letter for cell in page[1]}
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    size = rules[f"{letters['Quy mô']}3:{letters['Quy mô']}5000"]
    assert (size.type, size.errorStyle) == ("list", "warning")
    # A cell of a list column may name several.
    assert f"{letters['Ngành']}3:{letters['Ngành']}5000" not in rules


def test_the_example_is_not_imported_where_it_was_left(staff_client):
    page = uploaded(staff_client, template(staff_client))
    assert page.context["job"].state == "refused"
    assert "Không có dòng nào của tệp là bản ghi" in read(page)
    book = template(staff_client)
    book.active["A3"] = "Cơ khí Tốt"
    confirm(staff_client, page := uploaded(staff_client, book))
    assert [o.result for o in outcomes(page)] == [Result.NO_RECORD, Result.NEW]
    assert Enterprise.objects.get().legal_name == "Cơ khí Tốt"


def test_the_page_says_how_long_a_file_may_be(staff_client):
    assert MAX_ROWS == 50_000
    assert "50.000 dòng" in read(staff_client.get(IMPORT))
