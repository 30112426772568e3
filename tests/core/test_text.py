"""Vietnamese text: found with marks or without, sorted as the alphabet goes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import fold, normalise, sort_key


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đúc áp lực", "duc ap luc"),
        ("ĐƯỜNG Số 5", "duong so 5"),
        ("Ðông Á", "dong a"),  # eth, which looks like Đ
        ("Khuôn-mẫu/dập (CNC)", "khuon mau dap cnc"),
        ("  nhiều   khoảng trắng ", "nhieu khoang trang"),
        ("ＡＢＣ", "abc"),
        ("", ""),
    ],
)
def test_folding_drops_marks_case_and_punctuation(typed, folded):
    assert fold(typed) == folded


@given(st.text(max_size=80))
def test_folding_does_not_care_for_the_unicode_form(text):
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


def test_kept_text_is_nfc_without_control_characters_and_keeps_its_lines():
    decomposed = unicodedata.normalize("NFD", "Cơ khí") + "\x00\u200b  chính xác\n dòng hai "
    assert normalise(decomposed) == "Cơ khí chính xác\ndòng hai"


def test_names_sort_by_the_vietnamese_alphabet_then_by_tone():
    names = ["Đông", "Dương", "Ánh", "Ăn", "An", "Ân", "Oanh", "Ơn", "Ôn", "Ưng", "Ung", "Àn"]
    assert sorted(names, key=sort_key) == [
        "An", "Àn", "Ánh", "Ăn", "Ân", "Dương", "Đông", "Oanh", "Ôn", "Ơn", "Ung", "Ưng",
    ]  # fmt: skip
