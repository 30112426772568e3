"""Numbers and days as people type them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from core.numbers import DayField, NumberField, PercentField, read_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1.234,5", "1234.5"),
        ("1.234", "1234"),
        ("1234,50", "1234.50"),
        ("1234.5", "1234.5"),
        ("12.345.678", "12345678"),
        (" 1 234 ", "1234"),
        ("-1", "-1"),
    ],
)
def test_numbers_in_vietnamese_form(typed, number):
    assert read_number(typed) == Decimal(number)


def test_an_english_reader_groups_by_commas():
    with override("en"):
        assert read_number("1,234.5") == Decimal("1234.5")
        assert NumberField().prepare_value(Decimal("1234.50")) == "1234.5"
    assert NumberField().prepare_value(Decimal("1234.50")) == "1234,5"


@pytest.mark.parametrize("typed", ["hai trăm", "1.2.3", "1,2,3", "", "12e3", "=1+1", "NaN", "²"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError, match="no number"):
        read_number(typed)


def test_three_figures_behind_the_comma_are_too_many_and_not_thousands():
    with pytest.raises(ValidationError):
        NumberField(decimal_places=2, max_digits=14).clean("1,234")


@pytest.mark.parametrize(("typed", "percent"), [("40", 40), ("40%", 40), (40.0, 40), ("", None)])
def test_per_cents(typed, percent):
    assert PercentField(required=False).clean(typed) == percent


@pytest.mark.parametrize("typed", ["101", "-1", "0.4", "nửa"])
def test_per_cents_are_whole_and_from_0_to_100(typed):
    with pytest.raises(ValidationError):
        PercentField().clean(typed)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_day_stands_before_the_month_in_any_language(language):
    with override(language):
        assert DayField().clean("03/04/2026").month == 4
        with pytest.raises(ValidationError, match=r"31/02|lịch|calendar"):
            DayField().clean("31/02/2026")
