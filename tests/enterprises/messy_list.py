"""A long list of enterprises with mess of every kind, as real ones have it."""

import io
from itertools import cycle

import openpyxl

from bench.firms import REGISTERS, Firm, FirmMaker, variants
from tests.enterprises.messy_rows import ROWS

HEADINGS = [
    *("STT", "Tên Công ty (*)", "MST", "Địa chỉ trụ sở", "SĐT", "Website", "Số LĐ", "Năm TL"),
    *("Loại hình DN", "Ngành nghề", "KCN/KCX", "Người đi khảo sát"),
]
# What cells that need not be filled in hold, by turns: telephone to industrial park.
MESS = [
    ("{phone}", "www.{site}.example.com", "120", "2009", "TNHH", "Cơ khí", "KCN Tân Bình"),
    ("-", "không", "200-300", "15/03/1999", "Cty CP", "Gia công cơ khí các loại", "Tân Tạo"),
    ("#N/A", "N/A", "1.250,00", "chưa rõ", "100% vốn NN", "cơ khí; nhựa", "Ngoài KCN"),
    (
        "0",
        "{site}.example.com; {site}-2.example.com",
        "0",
        "1998.0",
        "HKD",
        "May mặc",
        "KCX Tân Thuận, Q7",
    ),
    ("8.49E+10", "đang làm", "khoảng 80 người", "", "TNHH", "Điện - điện tử", "-"),
    ("{phone} - {phone}", "", "nil", "2050", "Tư nhân", "Cao su, chất dẻo", "Lê Minh Xuân"),
]
ELSEWHERE = [
    "Lô 5 KCN Quế Võ, tỉnh Bắc Ninh",
    "88 Suzhou Industrial Park, Jiangsu, China",
]
NO_RECORDS = [
    ["II", "KCN Vĩnh Lộc"],
    ["", "Tổng cộng", "", "", "", "", "5.120"],
    ["Ghi chú: số liệu đến 31/12/2025"],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)", "(11)", "(12)"],
    ["", "N/A", "", "9 Đường D, Bến Cát"],
    ["", "Công ty chỉ có tên"],
]
BAD = ["", "", "0312345678", "12 Lê Lợi, Phường Hiệp Bình"]  # without what is required


def messy_list(rows: int) -> dict:
    """Return a file to hand in: of a hundred rows two are nobody's, one tells of a firm again."""
    book, content = openpyxl.Workbook(), io.BytesIO()
    page = book.active
    page.append(["DANH SÁCH DOANH NGHIỆP CÔNG NGHIỆP HỖ TRỢ NĂM 2026"])
    page.append([])
    page.append(HEADINGS)
    for row in _rows(rows):
        page.append(row)
    book.save(content)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "danh-sach.xlsx", "mimeType": kind, "buffer": content.getvalue()}


def _rows(count: int) -> list[list[str]]:
    maker = FirmMaker(REGISTERS[0], 14)
    firms, mess, others = maker.firms(count), cycle(MESS), cycle(NO_RECORDS)
    rows = [["", *cells] for cells, _column, _text in ROWS]
    for number, firm in enumerate(firms[: count - len(ROWS)], 1):
        cells = [each.format(phone=firm.phone, site=f"cty{number}") for each in next(mess)]
        rows.append([str(number), firm.name, _code(firm, number), _place(firm, number), *cells])
        if number % 50 == 0:
            rows.append(next(others) if number % 300 else BAD)
        if number % 100 == 0:
            (again,) = variants([firms[number - 60]], maker)
            rows.append([str(number), again.name, "", again.address, again.phone])
    return rows


def _code(firm: Firm, number: int) -> str:
    """Return the tax code as lists have it: whole, without its zero, as dashes."""
    written = [firm.tax_code, firm.tax_code.lstrip("0"), firm.tax_code or "-"]
    return written[number % 3]


def _place(firm: Firm, number: int) -> str:
    return ELSEWHERE[number % 2] if number % 40 == 0 else firm.address
