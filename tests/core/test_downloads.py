"""Downloads carry what was kept, and nothing that a spreadsheet program would run."""

import csv
import io

import pytest
import tablib
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.downloads import json_response, neutralise, restore, table_response


@pytest.mark.parametrize("value", ["=1+1", "+84 28", "-5", "@SUM(A1)", "\t=1", "\r=1", "'=1"])
def test_a_formula_is_neutralised_and_restored(value):
    assert neutralise(value) == f"'{value}"
    assert restore(neutralise(value)) == value


@pytest.mark.parametrize("text", ["Cơ khí", "", "1.2", "'trích dẫn'"])
def test_other_text_stays_as_it_is(text):
    assert neutralise(text) == text
    assert restore(text) == text


@pytest.mark.parametrize("value", [-5, None])
def test_what_is_no_text_is_no_formula(value):
    assert neutralise(value) == value


@given(st.text())
def test_restoring_gives_back_any_text(text):
    assert restore(neutralise(text)) == text


def table() -> tablib.Dataset:
    return tablib.Dataset(["=cmd()", "Đúc\x0b áp lực"], ["1.10", 7], headers=["Số", "+Nội dung"])


def test_csv_opens_in_excel_with_vietnamese_marks():
    response = table_response(table(), "Nhiệm vụ 2869/QĐ-UBND", "csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows == [["Số", "'+Nội dung"], ["'=cmd()", "Đúc áp lực"], ["1.10", "7"]]
    expected = 'attachment; filename="nhiem-vu-2869-qd-ubnd.csv"'
    assert response["Content-Disposition"] == expected


def test_xlsx_keeps_numbers_as_text_where_they_are_text():
    response = table_response(table(), "nhiem vu", "xlsx")
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert [cell.value for cell in sheet[2]] == ["'=cmd()", "Đúc áp lực"]
    assert [cell.value for cell in sheet[3]] == ["1.10", 7]
    assert {cell.data_type for cell in sheet[2]} == {"s"}


def test_json_is_readable():
    response = json_response({"tasks": ["Cơ khí"]}, "nhiem-vu")
    assert "Cơ khí" in response.content.decode()
    assert response["Content-Disposition"] == 'attachment; filename="nhiem-vu.json"'
