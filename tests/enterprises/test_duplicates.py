"""Names that may be the same enterprise."""

import pytest

from enterprises.duplicates.names import NameIndex
from enterprises.names import core_name


def closest(known: list[tuple[str, str]], name: str, address: str = "") -> int | None:
    index = NameIndex()
    for pk, (other, place) in enumerate(known, 1):
        index.add(pk, other, place)
    return index.closest(name, address)


def test_legal_form_and_numerals_do_not_tell_names_apart():
    assert (
        core_name("Công ty TNHH MTV Sài Gòn II") == core_name("SAI GON TWO CO., LTD") == "sai gon 2"
    )


@pytest.mark.parametrize(
    ("known", "other"),
    [
        ("Golden Sun Co.,Ltd", "GOLDEN SUN CO., LTD."),
        ("Công ty TNHH Cơ khí Minh Phát", "CTY CO KHI MINH PHAT"),
        ("Golden Sun Saigon ll", "Golden Sun Saigon Two Corporation"),
        ("Golden Sun Saigon Factory", "Golden Sun Saigon"),
    ],
)
def test_other_spellings_are_pointed_out(known, other):
    assert closest([(known, "")], other) == 1


@pytest.mark.parametrize(
    ("known", "other"),
    [
        ("Golden Sun Saigon II", "Golden Sun Saigon III"),
        ("Golden Sun - Plant 5", "Golden Sun - Plant 6"),
        ("Golden Sun", "Silver Moon"),
        ("Thành Đạt", "Thành Công"),
    ],
)
def test_other_plants_and_other_names_are_not(known, other):
    assert closest([(known, "")], other) is None


def test_a_similar_name_counts_at_the_same_address():
    place = "Lô A2, KCN Hiệp Phước, Nhà Bè"
    known = [("Golden Sun Textile", place)]
    assert closest(known, "Golden Sun Textil Mfg", place) == 1
    assert closest(known, "Golden Sun Textil Mfg", "9 Lê Lợi, Quận 1") is None
