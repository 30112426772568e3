"""Sums of money as people type them and as documents write them."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from programme.money import MAX_DONG, TOO_MUCH, DongField, grouped, in_short, read_dong
from programme.templatetags.money import dong


@given(st.integers(-MAX_DONG, MAX_DONG), st.sampled_from(["vi", "en"]))
def test_what_is_written_is_read_as_the_same_sum(value, language):
    with override(language):
        assert read_dong(grouped(value)) == read_dong(str(value)) == value


@pytest.mark.parametrize(
    "text", ["1500000", "1.500.000", "1 500 000", "1,500,000", "1.500.000 đồng", "1500000Đ"]
)
def test_thousands_may_be_parted(text):
    assert read_dong(text) == DongField().clean(text) == 1_500_000


@pytest.mark.parametrize(
    "text", ["một triệu", "1,5", "1.5", "1.50.000", "1.500,000", "--1", "đồng"]
)
def test_what_is_no_sum_is_refused(text):
    with pytest.raises(ValidationError, match="Hãy ghi số tiền bằng đồng"):
        read_dong(text)


def test_a_sum_has_fifteen_digits_at_most():
    assert DongField().clean("0") == 0
    assert DongField().clean("999999999999999") == 999_999_999_999_999
    assert DongField(min_value=-MAX_DONG).clean("-999.999.999.999.999") == -999_999_999_999_999
    for text in ("1000000000000000", "-1000000000000000", "10000000000000000"):
        with pytest.raises(ValidationError) as refused:
            DongField(min_value=-MAX_DONG).clean(text)
        assert refused.value.messages[0] in {TOO_MUCH, "Số tiền không thể âm."}
    with pytest.raises(ValidationError, match="Số tiền không thể âm"):
        DongField().clean("-1")


def test_no_more_digits_are_read_than_a_sum_can_have():
    with pytest.raises(ValidationError, match="quá lớn"):
        read_dong("1" * 5_000)  # of which Python would make no number


@pytest.mark.parametrize(("empty", "kept"), [("", None), (" ", None), (None, None), (5, 5)])
def test_a_field_may_hold_nothing_or_a_number(empty, kept):
    assert DongField(required=False).to_python(empty) == kept


def test_a_box_shows_thousands_and_what_was_typed_wrongly():
    assert DongField().prepare_value(1_500_000) == "1.500.000"
    assert DongField().prepare_value("một triệu") == "một triệu"


@pytest.mark.parametrize(
    ("value", "short"),
    [
        (10**6, "1 triệu đồng"),
        (10**9 - 1, "1.000 triệu đồng"),
        (10**9, "1 tỷ đồng"),
        (1_005_000, "1,01 triệu đồng"),
        (-(10**9), "-1 tỷ đồng"),
    ],
)
def test_a_round_sum_is_short(value, short):
    assert in_short(value) == short


@pytest.mark.parametrize(
    ("value", "whole", "short"),
    [
        (0, "0 đồng", "0 đồng"),
        (999_999, "999.999 đồng", "999.999 đồng"),
        (1_500_000, "1.500.000 đồng", "1,5 triệu đồng"),
        (995_000_000, "995.000.000 đồng", "995 triệu đồng"),
        (2_345_678_901, "2.345.678.901 đồng", "2,35 tỷ đồng"),
        (1_234_000_000_000, "1.234.000.000.000 đồng", "1.234 tỷ đồng"),
        (-1_500_000, "-1.500.000 đồng", "-1,5 triệu đồng"),
        (None, "–", "–"),
    ],
)
def test_a_sum_in_vietnamese_form(value, whole, short):
    assert (dong(value), dong(value, "short")) == (whole, short)


def test_a_sum_in_english():
    with override("en"):
        assert dong(1_500_000) == "VND 1,500,000"
        assert dong(2_345_678_901, "short") == "VND 2.35 billion"
