"""The estimator: an example worked by hand, weights that mend who answers, intervals that cover."""

from decimal import Decimal

import numpy as np
import pytest

from bench.coverage import covered, survey
from localization.estimating.estimator import (
    SIZES,
    RateEstimate,
    Sample,
    classes,
    estimate,
    per_cent,
    ratio_estimate,
    replicate_weights,
    weights,
)
from localization.models import FrameUnit


def sample(frame: dict, *answers: tuple[str, float, float]) -> Sample:
    sizes, y, x = zip(*answers, strict=True) if answers else ((), (), ())
    return Sample(frame, list(sizes), np.array(y, dtype=float), np.array(x, dtype=float))


SIX = sample(
    {"micro": 4, "small": 6, "medium": 2, "large": 1},
    ("micro", 60, 100),
    ("micro", 30, 50),
    ("small", 100, 200),
    ("small", 240, 300),
    ("medium", 500, 1_000),
    ("large", 300, 2_000),
)


def whole(of: Sample, seed: int = 1, replicates: int = 1_000) -> RateEstimate:
    return estimate(of, {"": np.ones(len(of.x), dtype=bool)}, seed, replicates)[""]


def test_six_enterprises_worked_by_hand():
    """Asked: 4 micro, 6 small, 2 medium, 1 large; y of x, in triệu đồng, of those that answered:

        micro   60 of 100, 30 of 50         stand for 4: weight 4 / 2 = 2
        small   100 of 200, 240 of 300      stand for 6: weight 6 / 2 = 3
        medium  500 of 1000                 one answer alone: joined with large,
        large   300 of 2000                 together they stand for 3: weight 3 / 2 = 1.5

        Y = 2 · 90  + 3 · 340 + 1.5 · 800  = 180 + 1020 + 1200 = 2400
        X = 2 · 150 + 3 · 500 + 1.5 · 3000 = 300 + 1500 + 4500 = 6300
        R = 2400 / 6300 = 38.0952%

    In a replicate one of the two answers of each class is drawn, at twice its weight (4, 6 and 3),
    so there are eight of them, each in an eighth of all cases; the percentiles are the extremes.

        least: 30 of 50, 100 of 200, 300 of 2000
               (4 · 30 + 6 · 100 + 3 · 300) / (4 · 50 + 6 · 200 + 3 · 2000) = 1620 / 7400 = 21.8919%
        most:  30 of 50, 240 of 300, 500 of 1000
               (4 · 30 + 6 · 240 + 3 · 500) / (4 · 50 + 6 · 300 + 3 · 1000) = 3060 / 5000 = 61.2%
    """
    assert weights(SIX).tolist() == [2, 2, 3, 3, 1.5, 1.5]
    told = whole(SIX)
    assert told == RateEstimate(Decimal("38.0952"), Decimal("21.8919"), Decimal("61.2000"))


def test_a_group_has_the_weights_of_the_whole():
    """(180 + 1020) / (300 + 1500) = 66.6667%; replicates from 720 / 1400 up to 1560 / 2000."""
    small = np.array([True] * 4 + [False] * 2)
    told = estimate(SIX, {"small": small}, 1, 1_000)["small"]
    assert told == RateEstimate(Decimal("66.6667"), Decimal("51.4286"), Decimal("78.0000"))


def test_each_replicate_stands_for_all_who_were_asked():
    assert replicate_weights(SIX, 1, 100).sum(axis=1) == pytest.approx([13] * 100)


def test_the_interval_lies_between_the_percentiles_of_the_replicates():
    """Of 1001 rates from 0 to 100% the 26th and the 976th; a replicate without total is none."""
    ys, xs = np.append(np.arange(1_001), 0), np.append(np.full(1_001, 1_000), 0)
    told = ratio_estimate(400, 1_000, ys, xs)
    assert told == RateEstimate(Decimal("40.0000"), Decimal("2.5000"), Decimal("97.5000"))


def test_the_same_seed_gives_the_same_digits_for_ever():
    """Digits of 2026: a newer numpy must not change what was published."""
    told = sample({"small": 90}, *[("small", i % 7 + 1, i % 11 + 8) for i in range(30)])
    assert whole(told, seed=20261128) == RateEstimate(
        Decimal("30.4233"), Decimal("24.1099"), Decimal("37.5379")
    )
    assert whole(told, seed=20261129) != whole(told, seed=20261128)


@pytest.mark.parametrize(
    ("answers", "joined"),
    [
        ({"micro": 2, "small": 2, "medium": 2, "large": 2, "unknown": 2}, "m s d l u"),
        ({"micro": 1, "small": 2, "medium": 2, "large": 2, "unknown": 2}, "ms d l u"),
        ({"micro": 2, "small": 0, "medium": 1, "large": 1, "unknown": 2}, "m sdl u"),
        ({"micro": 2, "small": 2, "medium": 2, "large": 1, "unknown": 0}, "m s dlu"),
        ({"small": 1}, "msdlu"),
        ({}, "msdlu"),
    ],
)
def test_classes_with_fewer_than_two_answers_are_joined(answers, joined):
    letters = dict(zip(SIZES, "msdlu", strict=True))
    told = [(size, 1, 2) for size, count in answers.items() for _ in range(count)]
    found = classes(sample({}, *told))
    assert " ".join("".join(letters[size] for size in each) for each in found) == joined


def test_whoever_did_not_answer_is_stood_for():
    """A class without answers counts with its neighbour: weights add up to all who were asked."""
    asked = {"micro": 10, "small": 5, "large": 3}
    told = sample(asked, *[("small", 1, 2)] * 4)
    assert weights(told).sum() == 18


def test_the_classes_are_those_of_the_frame():
    assert set(SIZES) == set(FrameUnit.Size.values)


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ([], "nobody answered"),
        ([("small", 0, 0)] * 6, "they bought nothing"),
        ([("small", 3, 2)] * 6, "more than the whole"),
        ([("small", -1, 2)] * 6, "a loss that outweighs all else"),
    ],
)
def test_no_estimate_where_there_is_no_rate(answers, why):
    assert whole(sample({"small": 9}, *answers)) == RateEstimate(), why


def test_one_answer_has_no_interval():
    assert whole(sample({"small": 9}, ("small", 1, 4))) == RateEstimate(Decimal("25.0000"))


def test_a_lone_answer_stands_for_its_class():
    of = sample({"micro": 3}, ("micro", 1, 2))
    assert weights(of).tolist() == [3]


def test_totals_below_one_have_a_rate_and_an_interval_too():
    rates = np.array([0.2, 0.1]), np.array([0.5, 0.5])
    found = ratio_estimate(0.25, 0.5, *rates)
    assert (found.percent, found.low, found.high) == (50, Decimal("20.5"), 50)


def test_per_cent_stays_between_nothing_and_all():
    assert [per_cent(ratio) for ratio in (-0.1, 0, 0.123456, 1, 1.2)] == [
        *(0, 0, Decimal("12.3456"), 100, 100)
    ]


def test_a_rate_at_the_edge_stays_within_its_interval():
    told = whole(sample({"small": 9}, *[("small", 4, 4)] * 5))
    assert (told.percent, told.low, told.high) == (100, 100, 100)


def test_the_interval_covers_the_truth():
    """60 of the thousand seeds of `python -m bench.coverage`, where 976 intervals cover."""
    hits, answering, width = covered(range(60))
    assert 0.33 < answering < 0.38
    assert hits >= 57
    assert 15 < width < 17, "in points; one that always covers would be no use either"


def test_weights_take_away_the_bias_of_who_answers():
    """Large enterprises answer more often and buy less at home."""
    made = [survey(seed) for seed in range(200)]
    weighted = [float(each.figure(1, replicates=2).percent) - each.truth for each in made]
    unweighted = [each.unweighted - each.truth for each in made]
    assert abs(np.mean(weighted)) < 0.4
    assert np.mean(unweighted) < -0.8
