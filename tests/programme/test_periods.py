"""Periods close on the days that Decree 09/2019/NĐ-CP sets, without a gap and without overlap."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from programme.periods import Period, PeriodKind, quarters

DAYS = st.dates(date(2, 1, 1), date(9990, 12, 31))
KINDS = st.sampled_from(PeriodKind)


@pytest.mark.parametrize(
    ("code", "begins", "closes"),
    [
        ("2026-Q1", date(2025, 12, 15), date(2026, 3, 14)),
        ("2026-Q2", date(2026, 3, 15), date(2026, 6, 14)),
        ("2026-Q3", date(2026, 6, 15), date(2026, 9, 14)),
        ("2026-Q4", date(2026, 9, 15), date(2026, 12, 14)),
        ("2026-H1", date(2025, 12, 15), date(2026, 6, 14)),
        ("2026-H2", date(2026, 6, 15), date(2026, 12, 14)),
        ("2026", date(2025, 12, 15), date(2026, 12, 14)),
        ("2024-Q1", date(2023, 12, 15), date(2024, 3, 14)),  # of a leap year
    ],
)
def test_the_decrees_own_days(code, begins, closes):
    period = Period.read(code)
    assert (period.begins, period.closes, period.code) == (begins, closes, code)


@given(DAYS, KINDS)
def test_every_day_lies_in_exactly_one_period(day, kind):
    period = Period.on(day, kind)
    assert period.begins <= day <= period.closes
    assert period.previous.closes < day < period.next.begins


@given(DAYS, KINDS)
def test_no_gap_and_no_overlap_between_neighbours(day, kind):
    period = Period.on(day, kind)
    assert period.next.begins - period.closes == timedelta(days=1)
    assert period.next.previous == period == period.previous.next
    assert period.previous < period < period.next


@given(DAYS, KINDS)
def test_a_period_is_its_quarters(day, kind):
    period = Period.on(day, kind)
    parts = period.quarters
    assert len(parts) * 3 == kind.months
    assert (parts[0].begins, parts[-1].closes) == (period.begins, period.closes)
    assert parts == list(quarters(parts[0], parts[-1]))


@given(DAYS, KINDS)
def test_a_code_is_read_as_it_was_written(day, kind):
    period = Period.on(day, kind)
    assert Period.read(period.code) == period


@pytest.mark.parametrize(
    "code", ["", "2026-Q0", "2026-Q5", "2026-H3", "26-Q1", "2026-q1", "2026-Q", "0000", "2026-01"]
)
def test_what_names_no_period_is_refused(code):
    with pytest.raises(ValueError, match="no such period"):
        Period.read(code)


def test_a_period_closes_with_its_last_day():
    assert [Period.read("2026-Q1").has_closed(date(2026, 3, day)) for day in (14, 15)] == [0, 1]


def test_the_first_year_is_one():
    assert Period.read("0001") == Period(1)
    assert Period(1).code == "0001"


def test_the_last_days_of_december_are_reported_with_the_next_year():
    assert Period.on(date(2026, 12, 14)).code == "2026-Q4"
    assert Period.on(date(2026, 12, 15)).code == "2027-Q1"
    assert Period.on(date(2026, 12, 15), PeriodKind.YEAR).code == "2027"


def test_a_period_is_called_as_officials_call_it():
    with translation.override("vi"):
        names = [str(Period.read(code)) for code in ("2026-Q3", "2026-H1", "2026-H2", "2026")]
    assert names == [
        "quý III năm 2026", "6 tháng đầu năm 2026", "6 tháng cuối năm 2026", "năm 2026",
    ]  # fmt: skip


def test_quarters_in_no_order_are_none():
    assert list(quarters(Period.read("2026-Q2"), Period.read("2026-Q1"))) == []
