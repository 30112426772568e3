"""Files that are small and would keep a worker busy for minutes: read quickly, or refused so."""

import zipfile
from time import process_time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from core.spreadsheets import workbook_checks
from core.spreadsheets.reading import check_upload, open_form, open_sheet
from tests.core.spreadsheets.nasty import (
    MAIN,
    of_rows,
    sheet,
    styles,
    text_cell,
    workbook,
    xlsx,
)

TOO_MUCH = "Nội dung tệp quá lớn. Hãy chia thành nhiều tệp."
BROKEN = "Tệp .xlsx bị hỏng hoặc không phải bảng tính."
WIDE = "Bảng tính quá rộng: mỗi dòng tối đa 300 cột."
LONG = "Tệp có quá nhiều dòng. Hãy xóa các dòng trống ở cuối."
SECONDS = 5  # of the processor, on a slow machine
HEAD = f'<row r="1">{text_cell("A1", "Tên")}</row>'


@pytest.fixture(autouse=True)
def quickly():
    begun = process_time()
    yield
    assert process_time() - begun < SECONDS


def rows_of(content: bytes, name: str = "a.xlsx") -> list:
    check_upload(SimpleUploadedFile(name, content))
    return list(open_sheet(content, name).rows)


def refusal(content: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(ValidationError) as error:
        rows_of(content, name)
    return error.value.messages[0]


def part(name: str, content: str | bytes) -> bytes:
    return xlsx({name: content})


# --- What is read though it looks huge


def test_a_declared_size_is_not_walked():
    content = of_rows(HEAD, dimension="A1:XFD1048576")
    assert len(content) < 5_000
    assert rows_of(content) == [(1, ["Tên"])]
    assert list(open_form(content)) == [(1, ["Tên"])]


def test_rows_and_cells_that_are_not_there_are_not_walked():
    last = f'<row r="1048576">{text_cell("B1048576", "Cuối")}</row>'
    assert rows_of(of_rows(HEAD + last)) == [(1, ["Tên"]), (1_048_576, ["", "Cuối"])]


def test_empty_cells_to_the_last_column_do_not_make_a_sheet_wide():
    styled = f'<row r="2">{text_cell("A2", "Trục")}<c r="XFD2" s="0"/></row>'
    assert rows_of(of_rows(HEAD + styled)) == [(1, ["Tên"]), (2, ["Trục"])]


def test_a_thousand_sheets_of_one_part_are_not_opened():
    parts = {
        "xl/workbook.xml": workbook(sheets=5_000),
        "xl/worksheets/sheet1.xml": sheet(HEAD + '<row><c r="A2"/></row>' * 20_000, more=""),
    }
    assert rows_of(xlsx(parts)) == [(1, ["Tên"])]


def test_a_picture_in_it_is_not_taken_for_text():
    parts = {"xl/media/a.png": b"\x89PNG\r\n" + bytes(1_000), "xl/drawings/a.vml": b"<v><br></v>"}
    assert rows_of(xlsx(parts)) == [(1, ["Tên"])]


# --- What is refused


@pytest.mark.parametrize("row", [10**12, 1_048_577])
def test_a_row_beyond_every_sheet(row):
    far = f'<row r="{row}">{text_cell("A2", "Xa")}</row>'
    assert refusal(of_rows(HEAD + far)) == LONG


def test_the_last_cell_of_all():
    last = f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>'
    assert refusal(of_rows(HEAD + last, dimension="A1:XFD1048576")) == WIDE


def test_the_last_column_in_every_row():
    rows = "".join(f'<row r="{n}">{text_cell(f"XFD{n}", "x")}</row>' for n in range(1, 20_001))
    assert refusal(of_rows(rows)) == WIDE


def test_more_cells_in_a_row_than_a_sheet_has():
    assert refusal(of_rows("<row>" + "<c/>" * 16_385 + "</row>")) == TOO_MUCH


def test_rows_in_a_row():
    assert refusal(of_rows("<row>" + ("<c/>" * 16_000 + "<row/>") * 2 + "</row>")) == TOO_MUCH


def test_more_cells_than_are_read():
    row = "<row>" + "<c/>" * 10_000 + "</row>"
    assert refusal(of_rows(row * 101)) == TOO_MUCH


def test_gigabytes_of_nothing():
    assert refusal(part("xl/sharedStrings.xml", bytes(201 * 1024**2))) == TOO_MUCH


def test_a_size_that_is_a_lie(monkeypatch):
    whole = xlsx({"xl/styles.xml": styles(" " * 5_000_000)})
    true = (5_000_000 + len(styles())).to_bytes(4, "little")
    assert whole.count(true) == 2
    assert refusal(whole.replace(true, (100).to_bytes(4, "little"))) == BROKEN


def test_thousands_of_parts():
    assert refusal(xlsx({f"xl/{n}.xml": b"" for n in range(2_001)})) == TOO_MUCH


def test_strings_without_end(monkeypatch):
    monkeypatch.setattr(workbook_checks, "MAX_STRINGS", 1_000)
    strings = f'<sst xmlns="{MAIN}">{"<si><t>a</t></si>" * 1_001}</sst>'
    assert refusal(part("xl/sharedStrings.xml", strings)) == TOO_MUCH


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("xl/worksheets/sheet1.xml", sheet(HEAD, more='<mergeCell ref="A1:XFD9"/>' * 200_001)),
        ("xl/workbook.xml", workbook(more='<definedName name="a">1</definedName>' * 200_001)),
        ("xl/styles.xml", styles(f"<cellXfs>{'<xf/>' * 200_001}</cellXfs>")),
        ("xl/styles.xml", styles(f"<fonts><font>{'<b/>' * 200_001}</font></fonts>")),
        ("docProps/core.xml", f"<a>{'<b/>' * 200_001}</a>"),
        ("xl/hidden.bin", f"<a>{'<b/>' * 200_001}</a>"),
    ],
    ids=["merged", "names", "styles", "fonts", "properties", "under another name"],
)
def test_more_of_anything_than_spreadsheets_have(name, content):
    assert refusal(part(name, content)) == TOO_MUCH


def test_runs_and_formulas_without_end(monkeypatch):
    monkeypatch.setattr(workbook_checks, "MAX_ELEMENTS", 1_000)
    assert refusal(of_rows(f"<row><c>{'<v/>' * 1_001}</c></row>")) == TOO_MUCH


def test_entities_in_entities():
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 20))
    bomb = f'<!DOCTYPE a [<!ENTITY a0 "ha">{laughs}]>' + workbook(more="<x>&a19;</x>")
    assert refusal(part("xl/workbook.xml", bomb)) == TOO_MUCH


def test_elements_in_elements():
    assert refusal(part("xl/styles.xml", "<a>" * 50_000 + "</a>" * 50_000)) == TOO_MUCH


def test_a_writing_that_only_some_readers_know():
    hidden = '<?xml version="1.0" encoding="gb18030"?>' + workbook()
    assert refusal(part("xl/workbook.xml", hidden)) == BROKEN


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_of_packing_that_cost_memory(method):
    assert refusal(xlsx({}, method)) == BROKEN


def test_a_locked_archive():
    content = bytearray(xlsx({}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(content)) == BROKEN


def test_an_archive_that_is_no_workbook():
    parts = xlsx({}).replace(b"xl/workbook.xml", b"xl/wirkbook.xml")
    assert refusal(parts) == BROKEN
    assert refusal(b"PK\x03\x04" + bytes(100)) == BROKEN
    assert refusal(xlsx({})[:-30]) == BROKEN


def test_lines_without_end():
    assert refusal(b"a;b\n" + b"\n" * 1_048_577, "a.csv") == LONG


def test_a_line_without_end():
    assert refusal(b"Ten" + b"," * 2_000_000 + b"x", "a.csv") == WIDE
    assert rows_of(b"Ten" + b"," * 2_000, "a.csv") == [(1, ["Ten"] + [""] * 299)]


def test_a_cell_without_end():
    assert refusal(b'"' + b"a" * 2_000_000, "a.csv") == "Không đọc được tệp: nội dung hỏng."
