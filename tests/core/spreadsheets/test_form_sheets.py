"""A spreadsheet that is a form goes out with what is stored, and comes back whole or not at all."""

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.utils import translation

from catalogue.models import Industry
from core import jobs
from core.spreadsheets.workbooks import HEADINGS
from tests.core.spreadsheets.industries import IndustryRow, IndustrySheet
from tests.factories.enterprises import IndustryFactory
from tests.factories.people import StaffFactory
from tests.form_sheets import FilledForm

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = 1, 2, 3  # rows below the head
ESSENTIAL, TRADITIONAL = "Ngành công nghiệp trọng yếu", "Ngành công nghiệp truyền thống"


@pytest.fixture(autouse=True)
def industries() -> list[Industry]:
    return [
        IndustryFactory(slug="co-khi", name_vi="Cơ khí", position=1),
        IndustryFactory(slug="det", name_vi="Dệt", name_en="", kind="traditional", position=2),
    ]


@pytest.fixture
def filled() -> FilledForm:
    return FilledForm(IndustrySheet().workbook())


def processed(filled: FilledForm, *, write: bool = True, submit: bool = False):
    sheet = IndustrySheet()
    return sheet.process(sheet.read(filled.file()), StaffFactory(), write=write, submit=submit)


def told(result) -> list[tuple]:
    return [(error.row, error.cell, error.value, error.reason) for error in result.errors]


def refusal(file, sheet: IndustrySheet | None = None) -> str:
    with pytest.raises(ValidationError) as error:
        (sheet or IndustrySheet()).read(file)
    return error.value.messages[0]


# --- The file


def test_the_head_says_whose_form_it_is_and_names_the_columns(filled):
    rows = [[cell.value for cell in row] for row in filled.cells["A1:G4"]]
    assert rows[0] == ["nganh so 2026", "seal", "slug", "name_vi", "name_en", "kind", "position"]
    assert (rows[1][2], rows[2][2]) == ("'=Ngành", "Điền các ô trắng.")
    assert rows[3][2:] == ["Mã", "Tên", "Tên tiếng Anh", "Nhóm", "Thứ tự"]
    hidden = {name for name, each in filled.cells.column_dimensions.items() if each.hidden}
    assert (hidden, filled.cells.row_dimensions[1].hidden) == ({"A", "B"}, True)
    assert filled.cells.column_dimensions["D"].width == 40


def test_each_record_has_a_row_with_what_is_stored(filled):
    names = ("slug", "name_vi", "kind", "position")
    assert [filled.value(FIRST, name) for name in names] == ["co-khi", "Cơ khí", ESSENTIAL, 1]
    assert filled.cells["G5"].number_format == "0"


def test_only_what_can_be_filled_in_is_open(industries):
    IndustryFactory(slug="khoa", position=3)
    cells = FilledForm(IndustrySheet().workbook()).cells
    opened = {c.coordinate for row in cells["A1:G7"] for c in row if not c.protection.locked}
    assert cells.protection.sheet
    assert opened == {"D5", "E5", "F5", "G5", "D6", "F6", "G6"}, "row 7 is closed, E6 no field"


def test_the_spreadsheet_program_refuses_what_the_form_would(filled):
    choices, number = filled.cells.data_validations.dataValidation
    assert (str(choices.sqref), choices.formula1) == ("F5:F6", f'"{ESSENTIAL},{TRADITIONAL}"')
    assert (str(number.sqref), number.type) == ("G5:G6", "whole")
    assert (number.formula1, number.formula2) == ("1", "99")
    assert all(rule.showErrorMessage and rule.allow_blank for rule in (choices, number))


def test_many_choices_stand_on_a_hidden_worksheet():
    book = FilledForm(IndustrySheet(pages="nhom").workbook()).book
    assert book["nhom"].sheet_state == "hidden"
    assert [cell.value for cell in book["nhom"]["A"]] == [ESSENTIAL, TRADITIONAL]
    rule = book.worksheets[0].data_validations.dataValidation[0]
    assert rule.formula1 == "nhom!$A$1:$A$2"


def test_where_nothing_can_be_filled_in_there_is_no_file():
    sheet = IndustrySheet()
    sheet.is_closed = True
    with pytest.raises(ValidationError, match="Đã đóng"):
        sheet.workbook()


# --- Whose it is


def test_a_form_of_another_owner_is_refused_by_name(filled):
    assert refusal(filled.file(), IndustrySheet(2027)) == "Của so năm 2026."


@pytest.mark.parametrize("mark", ["khac so 2026", "nganh 2026", "", "nganh so 2026 1"])
def test_a_file_that_is_no_such_form_is_refused(filled, mark):
    filled.cells["A1"] = mark
    assert refusal(filled.file()) == "Không phải biểu mẫu."


def test_an_empty_workbook_is_no_form(filled):
    filled.book = openpyxl.Workbook()
    assert refusal(filled.file()) == "Không phải biểu mẫu."


def test_files_that_are_none_are_refused(filled):
    assert "trống" in refusal(SimpleUploadedFile("a.xlsx", b""))
    assert "Chỉ nhận tệp .xlsx" in refusal(SimpleUploadedFile("a.csv", b"a,b"))
    assert "hỏng" in refusal(SimpleUploadedFile("a.xlsx", b"x"))


def test_a_form_with_other_columns_is_refused(filled):
    filled.cells["E1"] = "khac"
    assert "Các cột đã khác" in refusal(filled.file())


def test_notes_beside_the_columns_are_left_out(filled):
    filled.cells["I5"] = "Ghi chú"
    assert processed(filled).untouched == 2


def test_a_form_with_too_many_rows_is_refused(filled):
    for row in range(7, 12):
        filled.cells[f"D{row}"] = "x"
    assert "quá nhiều dòng" in refusal(filled.file())


def test_a_form_with_more_work_than_a_request_may_wait_for_is_refused(filled, monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE", 1)
    filled.fill(FIRST, name_vi="Cơ khí chính xác")
    assert len(IndustrySheet().read(filled.file())) == 2, "a row as it was given is no work"
    filled.fill(SECOND, name_vi="Dệt may")
    assert refusal(filled.file()).startswith("Tệp có 2 dòng đã điền")
    filled.cells.delete_rows(HEADINGS + SECOND)
    assert len(IndustrySheet().read(filled.file())) == 1


# --- What is written


def test_a_changed_row_is_written_and_an_untouched_one_is_not(filled, industries):
    filled.fill(FIRST, name_vi="Cơ khí chính xác", kind=TRADITIONAL, position=7)
    result = processed(filled)
    (change,) = result.changes
    assert (change.number, change.record) == (5, industries[0])
    assert [field.label for field in change.fields] == ["name_vi", "kind", "position"]
    assert (result.errors, result.untouched) == ([], 1)
    industries[0].refresh_from_db()
    assert (industries[0].name_vi, industries[0].kind) == ("Cơ khí chính xác", "traditional")
    assert industries[0].position == 7


def test_choices_are_read_in_the_readers_language_and_in_vietnamese(filled, industries):
    with translation.override("en"):
        in_english = FilledForm(IndustrySheet().workbook())
        label = in_english.value(SECOND, "kind")
        assert label != TRADITIONAL
        assert processed(in_english.fill(FIRST, kind=label)).changes
        assert processed(filled.fill(SECOND, kind=f" {ESSENTIAL} ")).changes
    kinds = [Industry.objects.get(pk=each.pk).kind for each in industries]
    assert kinds == ["traditional", "essential"]


def test_a_trial_says_the_same_and_writes_nothing(filled, industries):
    assert len(processed(filled.fill(FIRST, name_vi="Khác"), write=False).changes) == 1
    assert Industry.objects.get(slug="co-khi").name_vi == "Cơ khí"


def test_one_wrong_cell_keeps_all_out_and_is_named(filled):
    filled.fill(FIRST, name_vi="Khác").fill(SECOND, name_vi="Cấm", position="hai", kind="Lạ")
    errors = told(processed(filled))
    assert [error[:3] for error in errors] == [
        (6, "D6", "Cấm"),
        (6, "F6", "Lạ"),
        (6, "G6", "hai"),
    ]
    assert errors[0][3] == "Tên này không được."
    assert Industry.objects.get(slug="co-khi").name_vi == "Cơ khí"


def test_a_cell_that_the_records_form_has_not_is_named(filled):
    assert told(processed(filled.fill(SECOND, name_en="x"))) == [
        (6, "E6", "x", "Không có mục này.")
    ]


def test_what_the_whole_row_lacks_has_no_cell(filled):
    filled.fill(SECOND, name_vi="Dệt may")
    assert told(processed(filled, submit=True)) == [(6, "", "", "Chưa gửi được.")]
    assert Industry.objects.get(slug="det").name_vi == "Dệt"


def test_a_whole_row_is_named_by_the_cell_that_the_sheet_says(filled, monkeypatch):
    monkeypatch.setattr(IndustrySheet, "row_column", "slug")
    filled.fill(SECOND, name_vi="Dệt may")
    assert told(processed(filled, submit=True))[0][2] == "det"


def test_a_row_twice_and_a_strange_row_are_refused(filled):
    filled.fill(SECOND, key=filled.value(FIRST, "key"), slug="det").fill(THIRD, key="0", slug="la")
    assert told(processed(filled)) == [(6, "", "det", "Dòng lạ."), (7, "", "la", "Dòng lạ.")]


def test_a_row_left_out_changes_nothing(filled):
    filled.cells.delete_rows(HEADINGS + FIRST)
    result = processed(filled)
    assert (result.changes, result.errors, result.untouched) == ([], [], 1)


# --- What was changed meanwhile


def test_a_record_that_was_changed_meanwhile_is_not_overwritten(filled, industries):
    Industry.objects.filter(slug="co-khi").update(name_vi="Của người khác")
    assert told(processed(filled.fill(FIRST, position=7))) == [(5, "", "", "Đã sửa sau khi tải.")]


def test_a_row_that_nobody_touched_in_the_file_is_nobodys_affair(filled, industries):
    Industry.objects.filter(slug="co-khi").update(name_vi="Của người khác")
    result = processed(filled)
    assert (result.errors, result.untouched) == ([], 2)
    assert Industry.objects.get(slug="co-khi").name_vi == "Của người khác"


def test_the_same_change_by_somebody_else_is_no_conflict(filled, industries):
    Industry.objects.filter(slug="co-khi").update(name_vi="Như nhau")
    assert processed(filled.fill(FIRST, name_vi="Như nhau")).untouched == 2


def test_a_record_begun_this_very_moment_is_tried_once_more(filled, monkeypatch):
    write, calls = IndustryRow.write, []

    def interrupted(row, by, *, submit):
        calls.append(row.number)
        if len(calls) == 1:
            raise IntegrityError
        return write(row, by, submit=submit)

    monkeypatch.setattr(IndustryRow, "write", interrupted)
    assert len(processed(filled.fill(FIRST, name_vi="Khác")).changes) == 1
    assert calls == [5, 5]
