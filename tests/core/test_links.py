"""Links are taken out of what strangers write; everything else stays as they wrote it."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.letters.links import without_links

MARK = "[đã bỏ liên kết]"


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


@pytest.mark.parametrize(
    "link",
    [
        "http://a.vn",
        "https://a.vn/b_(c)?d=1&e=%20#f",
        "HTTP://A.VN",
        "ftp://a.vn/tep.zip",
        "hxxps://a.vn",
        "www.congty.vn",
        "WWW2.congty.vn/bao-gia",
        "mailto:a@b.vn?subject=x",
        "congty.com.vn/bao-gia",
        "3m.com/x",
        "t.me/nhom",
        "bit.ly/3xYz",
        "congty.vn:8080/",
        "cơkhí.vn/san-pham",
        "ｈｔｔｐｓ：／／a.vn",
        "сhttp://a.vn",  # its first letter is Cyrillic
        "congty。vn/bao-gia",
        "www．congty｡vn",
        "congty.vn∕bao-gia",
    ],
)
def test_a_link_gives_way_to_a_mark(link):
    assert without_links(f"Xem {link} nhé") == (f"Xem {MARK} nhé", 1)


@pytest.mark.parametrize(
    "text",
    [
        "Giao tại Q.7, TP.HCM hoặc TP.HCM/Đồng Nai, v.v.",
        "Lỗ 3.5mm, dung sai 0.05mm/100mm, 120.5 N.mm/s, 3.000 vòng/phút",
        "Thép S45C/SS400, DIN 1.2379/SKD11, JIS G4051:2016",
        "Phòng P.KD/P.KT, Cty.CP Đúc/Rèn, No.5/6, v.v/",
        "Xem http hoặc www của congty.vn; thư: mua.hang@congty.com.vn",
        "Tỷ lệ 1:2, giờ 08:30, ngày 05/7/2026, mã 8708.29.95/QĐ",
        "Có/không? a/b.c d.e/f",
    ],
)
def test_what_is_no_link_stays_as_it_is(text):
    assert without_links(text) == (text, 0)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Xem http://a.vn/x.", f"Xem {MARK}."),
        ("(www.a.vn), rồi", f"({MARK}), rồi"),
        ("[ở đây](http://a.vn)", f"[ở đây]({MARK})"),
        ('"http://a.vn" <http://b.vn>', f'"{MARK}" <{MARK}>'),
        ("1http://a.vn", f"1{MARK}"),
        ("http://a.vn\nwww.b.vn", f"{MARK}\n{MARK}"),
    ],
)
def test_what_stands_around_a_link_stays(text, left):
    assert without_links(text)[0] == left


def test_the_mark_is_in_the_language_of_the_page():
    with translation.override("en"):
        assert without_links("See www.a.vn")[0] == "See [link removed]"


WORDS = st.text(alphabet='ahtpsw:/.@ĐđTPHCMvn1,()"<>[]\n ', max_size=60)


@given(WORDS)
def test_nothing_is_left_to_take_out_and_nothing_else_is_touched(text):
    left, number = without_links(text)
    assert without_links(left) == (left, 0)
    assert (number > 0) == (left != text)
