"""Files are what their content says, whatever they are called; what cannot be read is told."""

import io

import openpyxl
import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from core.spreadsheets.reading import check_upload, open_book
from core.spreadsheets.sheets import MergedCells

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HTML = """<html><meta charset="utf-8"><table>
<tr><th rowspan=2>Tên</th><th colspan=2>Liên hệ</th></tr>
<tr><th>Điện thoại</th><th>Email</th></tr>
<tr><td>Cơ khí<br>Tốt</td><td>0283</td><td>a@example.com</td></tr>
</table></html>"""


def workbook() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.append(["Tên", "MST"])
    book.active.append(["Một", "1"])
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def sheets(content: bytes, name: str) -> dict[str, list]:
    check_upload(SimpleUploadedFile(name, content))
    book = open_book(content, name)
    return {each.name: [cells for _n, cells in book.lines(each.name)] for each in book.names}


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(ValidationError) as error:
        sheets(content, name)
    return error.value.messages[0]


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.csv"])
def test_a_workbook_is_read_under_any_name(name):
    assert list(sheets(saved(workbook()), name).values()) == [[["Tên", "MST"], ["Một", "1"]]]


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx"])
def test_an_old_workbook_is_read_under_any_name(name):
    content = (settings.BASE_DIR / "tests/enterprises/files/excel-2003.xls").read_bytes()
    rows = next(iter(sheets(content, name).values()))
    assert any("Cơ khí Đời Cũ" in row for row in rows)


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx"])
def test_a_page_that_is_called_a_workbook_is_read_with_its_merged_cells(name):
    rows = sheets(HTML.encode(), name)["Bảng 1"]
    assert rows == [
        ["Tên", "Liên hệ", ""],
        ["", "Điện thoại", "Email"],
        ["Cơ khí\nTốt", "0283", "a@example.com"],
    ]
    merges = open_book(HTML.encode(), name).merges("Bảng 1")
    assert merges == [MergedCells(1, 1, 2, 1), MergedCells(1, 2, 1, 3)]


def test_a_text_with_tabs_that_is_called_a_workbook_is_read():
    assert sheets("Tên\tMST\nMột\t1\n".encode(), "a.xls")["csv"][1] == ["Một", "1"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_delimiter_in_every_encoding(delimiter, encoding):
    rows = [["Tên công ty", "Địa chỉ"], ["Cơ khí Tốt", "Đường số 1"], ["Nhựa Hay", "Đường số 2"]]
    text = "\r\n".join(map(delimiter.join, rows))
    assert sheets(text.encode(encoding), "a.csv")["csv"] == rows


def test_a_text_may_name_its_delimiter():
    assert sheets(b"sep=;\r\na;b\r\n1,5;2\r\n", "a.csv")["csv"] == [["a", "b"], ["1,5", "2"]]


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls"])
def test_a_password_is_told(name):
    encrypted = OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert "bảo vệ bằng mật khẩu" in refusal(encrypted, name)


def test_what_is_no_table_says_how_it_becomes_one():
    assert "đặt đuôi tệp là .csv" in refusal("Tên,MST\nMột,1\n".encode(), "a.xlsx")
    xml = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    assert "Hãy mở bằng Excel và lưu lại" in refusal(xml, "a.xls")


def test_hidden_sheets_are_named_and_sheets_of_charts_are_none():
    book = workbook()
    book.create_sheet("Ẩn").append(["Tên"])
    book["Ẩn"].sheet_state = "hidden"
    book.create_chartsheet("Biểu đồ", 0)
    names = open_book(saved(book), "a.xlsx").names
    assert [(each.name, each.is_hidden) for each in names] == [("Sheet", False), ("Ẩn", True)]


def test_a_formula_that_was_never_computed_is_told_from_an_empty_one():
    book = workbook()
    book.active.append(["=UPPER(A2)", "=IF(TRUE,1,0)"])
    assert next(iter(sheets(saved(book), "a.xlsx").values()))[2] == ["#CHƯA TÍNH!"] * 2


def test_a_file_of_200_megabytes_is_refused_before_it_is_read():
    file = SimpleUploadedFile("a.xlsx", b"")
    file.size = 200 * 1024**2
    with pytest.raises(ValidationError, match="lớn hơn 20 MB"):
        check_upload(file)
