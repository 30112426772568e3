"""Days on which public offices work, counted as people count them."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from django.utils.timezone import localdate
from hypothesis import given, settings
from hypothesis import strategies as st

from core import working_days
from core.working_days import after, between, is_working_day

DAYS = st.dates(date(2021, 1, 1), date(2090, 12, 31))
NUMBERS = st.integers(1, 25)
many = settings(deadline=None)  # the first question about a year makes its calendar


@many
@given(DAYS, NUMBERS)
def test_as_many_working_days_lie_between_as_were_asked_for(day, number):
    due = after(day, number)
    passed = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert sum(map(is_working_day, passed)) == number
    assert is_working_day(due)


@many
@given(DAYS, st.integers(0, 800))
def test_days_between_are_counted_one_by_one_over_the_ends_of_years(day, length):
    end = day + timedelta(days=length)
    passed = [day + timedelta(days=n) for n in range(1, length + 1)]
    assert between(day, end) == sum(map(is_working_day, passed))
    assert between(end, day) == 0 or length == 0


@many
@given(DAYS, NUMBERS, NUMBERS)
def test_it_makes_no_difference_in_how_many_steps_they_are_counted(day, first, second):
    assert after(after(day, first), second) == after(day, first + second)


@many
@given(DAYS, NUMBERS)
def test_who_begins_later_is_not_done_earlier(day, number):
    assert after(day, number) <= after(day + timedelta(days=1), number)


@many
@given(DAYS, NUMBERS)
def test_no_answer_takes_longer_than_weekends_and_holidays_explain(day, number):
    weeks, tet = -(-number // 5), 14
    assert number <= (after(day, number) - day).days <= 7 * weeks + tet


@many
@given(st.integers(2021, 2090))
def test_days_off_of_every_year_are_known(year):
    for month, day in ((1, 1), (4, 30), (5, 1), (9, 2)):
        assert not is_working_day(date(year, month, day))
    assert sum(is_working_day(date(year, 1, 1) + timedelta(days=n)) for n in range(365)) < 256


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 11, 27), date(2026, 12, 4)),  # a weekend between
        (date(2026, 11, 28), date(2026, 12, 4)),  # a Saturday counts no more than the Friday
        (date(2025, 1, 24), date(2025, 2, 7)),  # Tết: from Monday 27/01 to Friday 31/01
        (date(2027, 2, 3), date(2027, 2, 17)),  # Tết, with days in lieu
        (date(2025, 4, 28), date(2025, 5, 8)),  # 30/4, 1/5, and a day off moved to 02/5
        (date(2025, 8, 29), date(2025, 9, 9)),  # two days for the National Day
    ],
)
def test_five_working_days_as_the_calendar_on_the_wall_has_them(day, due):
    assert after(day, 5) == due


def test_a_saturday_that_is_worked_for_a_day_off_elsewhere_counts():
    assert is_working_day(date(2026, 8, 22))  # for Monday 31/8/2026
    assert not is_working_day(date(2026, 8, 31))


@pytest.mark.parametrize(
    ("days", "language", "ending"),
    [(0, "vi", ""), (1, "vi", " (quá hạn 1 ngày)"), (3, "en", " (3 days overdue)")],
)
def test_a_delay_is_said_in_words(days, language, ending):
    due = localdate() - timedelta(days=days)
    with translation.override(language):
        text = working_days.with_delay(due)
        assert text == f"{working_days.official_date(due)}{ending}"
