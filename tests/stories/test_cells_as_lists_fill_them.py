"""Cells as real lists word them: read, or left out and told."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from core.imports.cells import Notes
from enterprises.importing.enterprise import loaded_columns

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("start_data")]


def read(column: str, text: str) -> tuple[object, str]:
    """Return what a cell says, and what is told of it."""
    notes = Notes()
    return loaded_columns()[column].parse(text, notes), " ".join(notes)


def refusal(column: str, text: str) -> str:
    """Return why a cell cannot be read."""
    with pytest.raises((ValueError, ValidationError)) as error:
        read(column, text)
    return str(error.value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FDI", "foreign"),
        ("100% vốn nước ngoài", "foreign"),
        ("Công ty TNHH 100% vốn đầu tư nước ngoài", "foreign"),
        ("Liên doanh với nước ngoài", "foreign"),
        ("Nhà nước", "state"),
        ("DNNN", "state"),
        ("100% vốn nhà nước", "state"),
        ("Doanh nghiệp tư nhân", "private"),
        ("DNTN", "private"),
        ("Tư nhân trong nước", "private"),
        ("HTX", "cooperative"),
        ("Hộ kinh doanh cá thể", "household"),
        ("foreign", "foreign"),
        ("Doanh nghiệp có vốn đầu tư nước ngoài", "foreign"),
    ],
)
def test_ownership_is_read_where_its_meaning_is_beyond_doubt(text, code):
    assert read("ownership", text)[0] == code


@pytest.mark.parametrize(
    "text",
    [
        "TNHH",
        "Cổ phần",
        "Cty CP",
        "Công ty TNHH MTV",
        "JSC",
        "Liên doanh",
        "Ngoài nhà nước",
        "Không có vốn nước ngoài",
        "Nhà nước và vốn nước ngoài",
        "Trong nước",
    ],
)
def test_what_does_not_say_whose_capital_it_is_stays_out(text):
    assert refusal("ownership", text)


def test_what_a_word_was_taken_for_is_told():
    assert "“FDI” → “Doanh nghiệp có vốn đầu tư nước ngoài”" in read("ownership", "FDI")[1]
    assert read("size_class", "Nhỏ")[1] == ""


def test_a_legal_form_is_told_from_an_unknown_word():
    assert "loại hình pháp lý" in refusal("ownership", "Công ty Cổ phần")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("vừa", "medium"),
        ("DN nhỏ", "small"),
        ("Doanh nghiệp quy mô lớn", "large"),
        ("Siêu nhỏ", "micro"),
        ("micro", "micro"),
        ("Large enterprise", "large"),
    ],
)
def test_sizes(text, code):
    assert read("size_class", text)[0] == code


@pytest.mark.parametrize("text", ["SME", "nhỏ và vừa", "DNNVV", "200 người"])
def test_two_sizes_are_none(text):
    assert refusal("size_class", text)


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("www.vidu.vn, www.vidu.com.vn", "https://www.vidu.vn"),
        ("vidu.vn; vidu.com", "https://vidu.vn"),
        ("vidu.vn / vidu.com", "https://vidu.vn"),
        ("vidu.vn\nvidu.com", "https://vidu.vn"),
        ("vidu.vn vidu.com", "https://vidu.vn"),
        ("HTTP://VIDU.VN", "http://vidu.vn"),
        ("http:/vidu.vn", "http://vidu.vn"),
        ("https://vidu.vn/Trang?a=B", "https://vidu.vn/Trang?a=B"),
    ],
)
def test_the_first_site_of_a_cell_is_taken(text, site):
    assert read("website", text)[0] == site


def test_further_addresses_are_named():
    assert "www.vidu.com.vn" in read("website", "www.vidu.vn, www.vidu.com.vn")[1]
    assert "b@vidu.vn" in read("email", "a@vidu.vn, b@vidu.vn")[1]


@pytest.mark.parametrize(
    "text",
    [
        "Công ty TNHH Ví Dụ",
        "javascript:alert(1)",
        "ftp://vidu.vn",
        "https://www.vidu_cong.com",
        "www.facebook.com/ví dụ",
        "a@vidu.vn",
    ],
)
def test_what_is_no_site(text):
    assert refusal("website", text)


@pytest.mark.parametrize(
    "text",
    ["a@vidu.vn, b@vidu.vn", "a@vidu.vn / b@vidu.vn", "a @vidu.vn", "Lan <a@vidu.vn>",
     "mailto:a@vidu.vn", "a(at)vidu.vn", "Email: a@vidu.vn."],
)  # fmt: skip
def test_the_first_address_of_a_cell_is_taken(text):
    assert read("email", text)[0] == "a@vidu.vn"


@pytest.mark.parametrize("text", ["info.vidu.vn", "x", "Ông Ba", "a@vidu"])
def test_what_is_no_address(text):
    assert refusal("email", text)


def test_figures():
    assert read("employees", "1.250,00")[0] == 1250
    assert read("employees", "1,250.00")[0] == 1250
    assert "khoảng" in refusal("employees", "200-300")
    assert "khoảng" in refusal("employees", "từ 200 đến 300 người")
    assert refusal("employees", "1.250,50")
    assert refusal("founding_year", "1700")
    assert "sau năm nay" in refusal("founding_year", str(localdate().year + 1))
    assert read("founding_year", str(localdate().year))[0] == localdate().year
    assert refusal("export_share", "130")


@pytest.mark.parametrize("text", ["N/A", "-", "0", "...", "x", "không có"])
def test_what_is_no_name(text):
    assert refusal("legal_name", text)


def test_telephones():
    assert read("phone", "028 3822 0010 / 0909 123 456")[0] == "028 3822 0010 / 0909 123 456"
    assert refusal("phone", "x")
    kept, told = read("phone", " / ".join(f"0909 123 4{n}" for n in range(10, 16)))
    assert len(kept) <= 50
    assert "0909 123 415" in told


@pytest.mark.parametrize("text", ["0314003002", "12345", "MST"])
def test_wrong_tax_codes(text):
    assert refusal("tax_code", text)


def test_a_zero_that_was_lost_is_restored_where_the_check_digit_proves_it():
    assert read("tax_code", "314003001")[0] == "0314003001"
    assert refusal("tax_code", "314003002")
