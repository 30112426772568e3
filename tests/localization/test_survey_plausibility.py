"""What is odd in an answer: jumps, outliers, sums that do not fit; never a reason to refuse it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localization.surveying.plausibility import (
    DOMESTIC,
    IMPORTED,
    ReportedValues,
    adds_up,
    is_outlier,
    remarks,
)

AMOUNTS = st.decimals(0, 10**9, places=4)
ANSWERS = st.dictionaries(st.sampled_from([*DOMESTIC, *IMPORTED]), AMOUNTS).map(ReportedValues)


def reported(domestic: int, imported: int, **more) -> ReportedValues:
    """An answer about materials alone."""
    amounts = {"materials_local": Decimal(domestic), "materials_imported": Decimal(imported)}
    return ReportedValues(amounts, **more)


def fields(*args, **kwargs) -> list[str]:
    return [remark.field for remark in remarks(*args, **kwargs)]


@pytest.mark.parametrize(
    ("shares", "fits"),
    [
        ([50, 10, 40], True),
        (["33.3", "33.3", "33.3"], True),
        (["33.3", "33.3", "33.5"], True),
        (["33.3", "33.3", "33.2"], False),
        ([50, 10, "40.2"], False),
        ([0, 0, 0], False),
    ],
)
def test_shares_add_up_to_a_tenth(shares, fits):
    assert adds_up([Decimal(share) for share in shares]) is fits


def test_a_usual_answer_has_no_remark():
    assert remarks(reported(60, 40), reported(50, 50), 2024, [Decimal(55)] * 8) == []


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (reported(60, 40), reported(40, 60), []),  # 20 points are not more than 20
        (reported(61, 40), reported(40, 60), ["materials_local"]),
        (reported(10, 90), reported(40, 60), ["materials_local"]),
        (reported(150, 150), reported(50, 50), []),  # three times is not more than three
        (reported(151, 150), reported(50, 50), ["materials_total"]),
        (reported(10, 10), reported(50, 50), ["materials_total"]),
        (reported(0, 0), reported(50, 50), []),
        (reported(50, 50), reported(0, 0), []),
    ],
)
def test_jumps_from_one_answer_to_the_next(now, before, expected):
    assert fields(now, before, 2024) == expected


def test_a_jump_says_both_shares_and_the_year():
    (remark,) = remarks(reported(655, 345), reported(300, 700), 2023)
    assert remark.text == (
        "Tỷ lệ mua tại Việt Nam là 65,5%, năm 2023 là 30%: chênh hơn 20 điểm phần trăm."
    )


def test_stated_totals_have_to_be_the_sums():
    assert fields(reported(60, 40, totals={"materials": Decimal(100)})) == []
    assert fields(reported(60, 40, totals={"materials": Decimal("100.1")})) == []
    assert fields(reported(60, 40, totals={"materials": Decimal(120)})) == ["materials_total"]
    assert fields(reported(60, 40, totals={"services": Decimal(120)})) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([(60, 40)], []),
        ([(30, 20), (31, 0)], ["lines"]),
        ([(0, 41)], ["lines"]),
        ([], []),
    ],
)
def test_lines_fit_into_the_whole(lines, expected):
    rows = [(Decimal(domestic), Decimal(imported)) for domestic, imported in lines]
    assert fields(reported(60, 40, lines=rows)) == expected


def test_an_output_smaller_than_what_went_into_it():
    output = {"output": Decimal(100), "labour": Decimal(30), "profit": Decimal(5)}
    assert fields(reported(60, 40, output=output)) == []
    assert fields(reported(60, 40, output={**output, "profit": Decimal(11)})) == ["output"]
    assert fields(reported(10, 101, output={"output": Decimal(100)})) == ["output"]
    assert fields(reported(60, 40)) == []


# --- Outliers


PEERS = [Decimal(each) for each in (50, 52, 54, 56, 58, 60, 62, 64)]  # median 57, MAD 4


@pytest.mark.parametrize(
    ("share", "odd"),
    [("57", False), ("77.7", False), ("77.8", True), ("36.3", False), ("36.2", True)],
)
def test_far_is_three_and_a_half_robust_deviations(share, odd):
    assert is_outlier(Decimal(share), PEERS) is odd  # 0.6745 × 20.76 / 4 = 3.5


def test_seven_others_are_too_few_to_tell():
    assert not is_outlier(Decimal(0), PEERS[:7])


def test_where_most_say_the_same_the_mean_deviation_tells():
    peers = [Decimal(50)] * 7 + [Decimal(58)]  # MAD 0, mean absolute deviation 1
    assert not is_outlier(Decimal("54.3"), peers)
    assert is_outlier(Decimal("54.5"), peers)


def test_where_all_say_the_same_twenty_points_tell():
    assert not is_outlier(Decimal(70), [Decimal(50)] * 8)
    assert is_outlier(Decimal(71), [Decimal(50)] * 8)


def test_an_outlier_is_shown_where_it_comes_from():
    assert fields(reported(2, 98), peers=PEERS) == ["materials_imported"]
    assert fields(reported(99, 1), peers=PEERS) == ["materials_local"]


# --- Whatever is reported


@given(ANSWERS, ANSWERS, st.lists(st.decimals(0, 100, places=2), max_size=12))
def test_remarks_never_fail(answer, before, peers):
    for remark in remarks(answer, before, 2024, peers):
        assert remark.text
        assert remark.field


@given(ANSWERS)
def test_an_answer_like_the_last_one_is_never_odd(answer):
    assert remarks(answer, answer, 2024) == []


@given(ANSWERS)
def test_a_share_is_a_per_cent_or_unknown(answer):
    assert answer.share is None or 0 <= answer.share <= 100


@given(st.lists(st.decimals(0, 100, places=1), min_size=8, max_size=30))
def test_the_median_is_never_an_outlier(peers):
    middle = sorted(peers)[len(peers) // 2] if len(peers) % 2 else None
    if middle is not None:
        assert not is_outlier(middle, peers)


@given(st.lists(st.decimals(0, 100, places=1), min_size=8, max_size=30), st.decimals(0, 100))
def test_the_order_of_the_others_does_not_matter(peers, share):
    assert is_outlier(share, peers) == is_outlier(share, peers[::-1])
