"""One rule says how an industry stands against a target, and never 'not met' without figures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localization.models import Comparability, Method, Rate
from localization.rates.comparability import Ground
from localization.rates.series import SeriesPoint
from localization.rates.verdicts import Verdict, expected, judge

START = (2015, Decimal(60))
METHOD, OTHER = Method(pk=1, name_vi="Tỷ lệ mua"), Method(pk=2, name_vi="Hàm lượng khu vực")
GROUND = Ground(METHOD, 2015)


def values(break_note: str = "", method: Method = METHOD, **percents) -> dict[int, SeriesPoint]:
    """Values by year: y2020=64.5, or a triple with its interval."""
    found = {}
    for name, told in percents.items():
        percent, low, high = told if isinstance(told, tuple) else (told, None, None)
        year = int(name[1:])
        told = Decimal(str(percent))
        rate = Rate(
            year=year, percent=told, low=low, high=high, method=method, break_note=break_note
        )
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
    found = judge(Decimal(65), 2020, START, known, today=2026, ground=GROUND)
    assert (found.verdict, found.label) == (verdict, label)


def test_until_its_year_is_past_nothing_is_missing_yet():
    told = [
        str(judge(Decimal(65), 2020, START, {}, today, GROUND).reason) for today in (2020, 2021)
    ]
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
    found = judge(Decimal(65), 2020, START, known, today=2019, ground=GROUND)
    assert found.verdict == verdict
    assert found.label == verdict.label


def test_an_inferred_baseline_has_no_year_and_so_no_way():
    found = judge(
        Decimal(65), 2030, (None, Decimal(60)), values(y2025=62), today=2026, ground=GROUND
    )
    assert found.verdict == Verdict.NOT_MEASURABLE
    assert "năm cơ sở chưa được xác nhận" in found.reason


def test_a_target_without_baseline_is_not_judged_but_says_why():
    found = judge(None, 2020, (None, None), values(y2020=70), today=2026, ground=GROUND)
    assert found.verdict == Verdict.NOT_MEASURABLE
    assert "chưa có mức cơ sở" in found.reason


def test_what_is_uncertain_is_said():
    close = judge(Decimal(65), 2020, START, values(y2020=(66, 63, 69)), 2026, GROUND)
    clear = judge(Decimal(65), 2020, START, values(y2020=(70, 66, 74)), 2026, GROUND)
    assert close.cautions == ("Mức so sánh nằm trong khoảng tin cậy 95% của giá trị.",)
    assert clear.cautions == ()


class TestComparability:
    def test_another_formula_is_not_held_against_the_target_and_both_are_named(self):
        found = judge(Decimal(65), 2020, START, values(method=OTHER, y2020=70), 2026, GROUND)
        assert found.label == "Chưa so sánh được"
        assert "“Tỷ lệ mua”, giá trị năm 2020 tính theo “Hàm lượng khu vực”" in found.reason
        assert found.point, "the value itself is shown all the same"

    def test_a_level_by_an_unknown_formula_is_compared_with_nothing(self):
        found = judge(Decimal(65), 2020, START, values(y2020=70), 2026, Ground())
        assert found.verdict == Verdict.NOT_COMPARABLE
        assert "Không rõ mức phải đạt tính theo công thức nào" in found.reason

    @pytest.mark.parametrize("method", [None, METHOD])
    def test_staff_may_declare_a_formula_comparable_and_their_reason_is_shown(self, method):
        word = Comparability(method=OTHER, reason="cùng phạm vi.")
        ground = Ground(method, 2015, {OTHER.pk: word})
        found = judge(Decimal(65), 2020, START, values(method=OTHER, y2020=70), 2026, ground)
        assert found.verdict == Verdict.MET
        assert found.cautions == ("Sở Công Thương khai báo so sánh được: cùng phạm vi.",)

    def test_after_a_break_since_the_baseline_values_are_another_series(self):
        known = {**values("Đổi phạm vi", y2018=62), **values(y2020=66)}
        found = judge(Decimal(65), 2020, START, known, 2026, GROUND)
        assert found.verdict == Verdict.NOT_COMPARABLE
        assert "đứt gãy tại năm 2018: Đổi phạm vi" in found.reason
        since = Ground(METHOD, 2019)
        assert judge(Decimal(65), 2020, START, known, 2026, since).verdict == Verdict.MET

    def test_before_its_year_the_latest_value_that_can_be_compared_counts(self):
        known = {**values(y2017=63), **values(method=OTHER, y2018=40)}
        found = judge(Decimal(65), 2020, START, known, 2019, GROUND)
        assert (found.verdict, found.point.year) == (Verdict.ON_TRACK, 2017)


@given(level=st.decimals(61, 99, places=2), year=st.integers(2016, 2019))
def test_who_walks_the_straight_way_is_on_track_until_the_end(level, year):
    needed = expected(level, 2020, START, year)
    assert START[1] < needed < level
    point = SeriesPoint(Rate(year=year, percent=needed, method=METHOD))
    assert judge(level, 2020, START, {year: point}, year, GROUND).verdict == Verdict.ON_TRACK
