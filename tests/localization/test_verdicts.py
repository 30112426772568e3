"""One rule says how an industry stands against a target, and never 'not met' without figures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localization.models import Rate
from localization.rates.series import SeriesPoint
from localization.rates.verdicts import Verdict, expected, judge

START = (2015, Decimal(60))


def values(break_note: str = "", **percents) -> dict[int, SeriesPoint]:
    """Values by year: y2020=64.5, or a triple with its interval."""
    found = {}
    for name, told in percents.items():
        percent, low, high = told if isinstance(told, tuple) else (told, None, None)
        year = int(name[1:])
        rate = Rate(year=year, percent=Decimal(str(percent)), low=low, high=high)
        found[year] = SeriesPoint(rate, break_note)
    return found


@pytest.mark.parametrize(
    ("known", "verdict", "label"),
    [
        (values(y2020=65), Verdict.MET, "Đạt"),
        (values(y2020=64.99), Verdict.OFF_TRACK, "Chưa đạt"),
        (values(y2019=70, y2020=64), Verdict.OFF_TRACK, "Chưa đạt"),
        (values(y2019=70), Verdict.NOT_MEASURABLE, "Chưa đánh giá được"),
        (values(y2021=70), Verdict.NOT_MEASURABLE, "Chưa đánh giá được"),
        ({}, Verdict.NOT_MEASURABLE, "Chưa đánh giá được"),
    ],
)
def test_once_its_year_is_past_only_its_own_value_decides(known, verdict, label):
    found = judge(Decimal(65), 2020, START, known, today=2026)
    assert (found.verdict, found.label) == (verdict, label)


def test_until_its_year_is_past_nothing_is_missing_yet():
    told = [str(judge(Decimal(65), 2020, START, {}, today).reason) for today in (2020, 2021)]
    assert told == ["Chưa có số liệu.", "Chưa có số liệu của năm 2020."]


@pytest.mark.parametrize(
    ("known", "verdict"),
    [
        (values(y2018=63), Verdict.ON_TRACK),
        (values(y2018=62.99), Verdict.OFF_TRACK),
        (values(y2016=66, y2018=62), Verdict.OFF_TRACK),
        (values(y2018=65), Verdict.MET),
        (values(y2015=60), Verdict.NOT_MEASURABLE),
        ({}, Verdict.NOT_MEASURABLE),
    ],
)
def test_before_its_year_the_latest_value_is_held_against_the_straight_way(known, verdict):
    found = judge(Decimal(65), 2020, START, known, today=2019)
    assert found.verdict == verdict
    assert found.label == verdict.label


def test_an_inferred_baseline_has_no_year_and_so_no_way():
    found = judge(Decimal(65), 2030, (None, Decimal(60)), values(y2025=62), today=2026)
    assert found.verdict == Verdict.NOT_MEASURABLE
    assert "năm cơ sở chưa được xác nhận" in found.reason


def test_a_target_without_baseline_is_not_judged_but_says_why():
    found = judge(None, 2020, (None, None), values(y2020=70), today=2026)
    assert found.verdict == Verdict.NOT_MEASURABLE
    assert "chưa có mức cơ sở" in found.reason


def test_what_is_uncertain_is_said():
    close = judge(Decimal(65), 2020, START, values(y2020=(66, 63, 69)), today=2026)
    broken = judge(Decimal(65), 2020, START, values("Đổi phạm vi", y2020=66), today=2026)
    clear = judge(Decimal(65), 2020, START, values(y2020=(70, 66, 74)), today=2026)
    assert close.cautions == ("Mức so sánh nằm trong khoảng tin cậy 95%.",)
    assert broken.cautions == ("Chuỗi số liệu đứt gãy tại năm này.",)
    assert clear.cautions == ()


@given(level=st.decimals(61, 99, places=2), year=st.integers(2016, 2019))
def test_who_walks_the_straight_way_is_on_track_until_the_end(level, year):
    needed = expected(level, 2020, START, year)
    assert START[1] < needed < level
    point = SeriesPoint(Rate(year=year, percent=needed))
    assert judge(level, 2020, START, {year: point}, today=year).verdict == Verdict.ON_TRACK
