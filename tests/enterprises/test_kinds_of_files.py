"""Made files: each kind of thing that real lists have, at each place, in each format."""

import csv
import io
from collections.abc import Callable
from html import escape
from itertools import product

import openpyxl
import pytest

from core.imports.jobs import run_check
from core.imports.outcomes import GOOD, MessageKind, Result, RowOutcome, unpack
from core.models import SpreadsheetImport

pytestmark = pytest.mark.django_db
Rows = list[list[object]]
HEADINGS = ["STT", "Tên doanh nghiệp", "Địa chỉ", "Điện thoại", "Số lao động", "Website", "Ghi chú"]
FIRMS: Rows = [
    [1, "Ép nhựa Gia Khang", "12 Đường A, Long Thành", "02838231111", 120, "giakhang.vn", ""],
    [2, "Đúc Kim Long", "45 Đường B, Biên Hòa", "02838232222", 80, "", "mới"],
    [3, "Ốc vít Tân Tiến", "7 Đường C, Tây Ninh", "", 15, "tantien.vn", ""],
]
NAMES = [row[1] for row in FIRMS]


def xlsx(rows: Rows) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("Danh sách")
    for row in rows:
        page.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def delimited(delimiter: str) -> Callable[[Rows], bytes]:
    def write(rows: Rows) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(rows)
        return text.getvalue().encode("utf-8-sig")

    return write


def page(rows: Rows) -> bytes:
    cells = ("".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in rows)
    return f"<html><table><tr>{'</tr><tr>'.join(cells)}</tr></table></html>".encode()


FORMATS: dict[str, tuple[str, Callable[[Rows], bytes]]] = {
    "xlsx": ("a.xlsx", xlsx),
    "comma": ("a.csv", delimited(",")),
    "pipe": ("a.csv", delimited("|")),
    "page": ("a.xls", page),
}
NO_RECORDS: dict[str, list[object]] = {
    "section": ["I", "KCN Tân Bình", "", "", "", "", ""],
    "section with a count": ["B", "Cơ khí chế tạo", "", "", 215, "", ""],
    "section in one cell": ["", "A. Cơ khí", "", "", "", "", ""],
    "section beside the names": ["II. KCX Tân Thuận", "", "", "", "", "", ""],
    "place": ["", "Quận Bình Tân", "", "", "", "", ""],
    "total": ["", "Tổng cộng", "", "", 215, "", ""],
    "total before the names": ["Cộng KCN Tân Bình", "", "", "", 215, "", ""],
    "note": ["Ghi chú: số liệu đến 31/12/2025", "", "", "", "", "", ""],
    "note among the names": ["", "Nguồn: Ban Quản lý", "", "", "", "", ""],
    "signatures": ["", "Người lập biểu", "", "Giám đốc", "", "", ""],
    "date": ["", "", "TP. Hồ Chí Minh, ngày 05 tháng 6 năm 2025", "", "", "", ""],
    "numbers of columns": ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
    "letters of columns": ["A", "B", "C", 1, 2, 3, 4],
    "headings again": HEADINGS,
    "number alone": [4, "", "", "", "", "", ""],
    "dash": [4, "-", "9 Đường D, Bến Cát", "", 7, "", ""],
    "N/A": [4, "N/A", "9 Đường D, Bến Cát", "", "", "", ""],
    "zero": [4, "0", "9 Đường D, Bến Cát", "", "", "", ""],
    "name to be filled in": [4, "(tên công ty)", "", "", "", "", ""],
    "example": ["", "Ví dụ: Công ty TNHH Mẫu", "9 Đường D", "0283", 5, "", ""],
}  # fmt: skip
NOTHING = ["-", "--", "…", ".", "không", "Không có", "N/A", "#N/A", "#REF!", "chưa có", "nil", "x"]
ABOVE: dict[str, Rows] = {
    "title": [["DANH SÁCH DOANH NGHIỆP NĂM 2026"], []],
    "offices": [["SỞ CÔNG THƯƠNG", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], [], ["BIỂU 02"]],
}


def checked(rows: Rows, file_format: str) -> SpreadsheetImport:
    name, write = FORMATS[file_format]
    job = SpreadsheetImport.objects.create(
        importer="enterprises", file_name=name, content=write(rows)
    )
    run_check(job)
    assert (job.state, job.trouble) == ("checked", "")
    return job


def taken(job: SpreadsheetImport) -> list[str]:
    return [o.name for o in unpack(job.outcomes) if o.result in GOOD]


def others(job: SpreadsheetImport) -> list[RowOutcome]:
    return [o for o in unpack(job.outcomes) if o.result not in GOOD]


@pytest.mark.parametrize("kind", NO_RECORDS)
def test_what_is_no_record_is_held_out_wherever_it_stands(kind):
    for file_format, at in product(FORMATS, [0, 1, 3]):
        rows = [HEADINGS, *FIRMS[:at], NO_RECORDS[kind], *FIRMS[at:]]
        job = checked(rows, file_format)
        assert taken(job) == NAMES, (file_format, at)
        [held] = others(job)
        assert (held.number, held.result) == (at + 2, Result.NO_RECORD), (file_format, at)
        assert held.messages[0].text


@pytest.mark.parametrize("text", NOTHING)
def test_a_cell_that_says_nothing_is_left_out_and_listed(text):
    for file_format, column in product(FORMATS, ["Điện thoại", "Số lao động", "Website"]):
        rows = [list(row) for row in [HEADINGS, *FIRMS]]
        rows[2][HEADINGS.index(column)] = text
        job = checked(rows, file_format)
        assert taken(job) == NAMES
        second = unpack(job.outcomes)[1]
        heading = "Trang web" if column == "Website" else column
        assert [m.column for m in second.of_kind(MessageKind.LEFT_OUT)] == [heading], file_format


@pytest.mark.parametrize("kind", ABOVE)
def test_what_stands_above_the_headings_is_no_record(kind):
    for file_format in FORMATS:
        job = checked([*ABOVE[kind], HEADINGS, *FIRMS], file_format)
        assert taken(job) == NAMES
        assert ABOVE[kind][0][0] in " ".join(job.remarks)


@pytest.mark.parametrize("numbered", [False, True])
def test_headings_in_two_rows_are_read_together(numbered):
    upper = ["STT", "Tên doanh nghiệp", "Địa chỉ", "Liên hệ", "", "Lao động", ""]
    lower = ["", "", "", "Điện thoại", "Website", "Tổng số", "Nữ"]
    rows = [[n, name, at, phone, site, staff, 5] for n, name, at, phone, staff, site, _ in FIRMS]
    between = [[f"({n})" for n in range(1, 8)]] if numbered else []
    for file_format in FORMATS:
        job = checked([upper, lower, *between, *rows], file_format)
        assert taken(job) == NAMES
        understood = {c["field"] for c in job.layout["columns"]}
        assert {"phone", "website", "employees"} <= understood
        assert job.ignored == ["STT", "Lao động / Nữ"]


def test_merged_headings_are_read_from_where_their_cells_are():
    book = openpyxl.Workbook()
    page = book.active
    page.append(["STT", "Thông tin chung", "", "", "Nhân lực", ""])
    page.append(["", "Tên doanh nghiệp", "Địa chỉ", "Điện thoại", "Số lao động", "Nữ"])
    for place in ("A1:A2", "B1:D1", "E1:F1"):
        page.merge_cells(place)
    for number, name, at, phone, staff, _site, _note in FIRMS:
        page.append([number, name, at, phone, staff, 5])
    page.append(["KCN Tân Bình và vùng phụ cận"])
    page.merge_cells("A6:F6")
    content = io.BytesIO()
    book.save(content)
    job = SpreadsheetImport.objects.create(
        importer="enterprises", file_name="a.xlsx", content=content.getvalue()
    )
    run_check(job)
    assert taken(job) == NAMES
    assert {"phone", "employees", "address"} <= {c["field"] for c in job.layout["columns"]}
    assert [held.number for held in others(job)] == [6]


def test_formulas_that_no_program_has_computed_are_told():
    rows = [HEADINGS, *FIRMS, [4, '=UPPER("x")', "9 Đường D", "", "=1+1", "", ""]]
    job = checked(rows, "xlsx")
    assert taken(job) == NAMES
    assert "2 ô là công thức chưa có kết quả" in " ".join(job.remarks)
    [bad] = others(job)
    assert (bad.result, "mở tệp bằng Excel" in bad.messages[0].text) == (Result.REFUSED, True)


def test_names_that_look_like_something_else_are_names():
    names = [
        "Tổng công ty Thép Phương Nam", "Công ty Cộng Hưởng", "Nguồn Sống Xanh", "Quân Đạt",
        "A Châu", "3M Việt Nam", "Công ty TNHH MTV 28", "Giám Đốc Trẻ", "X-Men Cơ khí",
    ]  # fmt: skip
    rows = [[n, name, f"{n} Đường A, Long Thành", "", 5, "", ""] for n, name in enumerate(names)]
    for file_format in FORMATS:
        assert taken(checked([HEADINGS, *rows], file_format)) == names


@pytest.mark.parametrize("takes_names", [False, True])
def test_a_row_with_a_name_and_nothing_else_is_asked_about(takes_names):
    for file_format in FORMATS:
        name, write = FORMATS[file_format]
        rows = [HEADINGS, *FIRMS, [4, "Lò xo Minh Tâm", "", "", "", "", ""]]
        job = SpreadsheetImport.objects.create(
            importer="enterprises",
            file_name=name,
            content=write(rows),
            choices={"takes_names": takes_names},
        )
        run_check(job)
        assert ("Lò xo Minh Tâm" in taken(job)) == takes_names
        assert job.counts.get(Result.NAME_ONLY, 0) == (not takes_names)


def test_a_list_of_names_alone_is_a_list_of_records():
    for file_format in ("xlsx", "page"):
        assert taken(checked([["Tên"], *([name] for name in NAMES)], file_format)) == NAMES
