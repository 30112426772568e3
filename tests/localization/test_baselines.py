"""A baseline is inferred only where every year implies the same one."""

from decimal import Decimal

import pytest

from localization.rates.baselines import POINTS, RELATIVE, implied, level_after


def percents(**years) -> dict[int, Decimal]:
    return {int(year[1:]): Decimal(value) for year, value in years.items()}


@pytest.mark.parametrize(
    ("increases", "levels", "baseline"),
    [
        (percents(y2020=5, y2025=10), percents(y2020=67, y2025=72), 62),
        (percents(y2020=5, y2025=10), percents(y2020=67, y2025=73), None),
        (percents(y2020=5, y2025=10), percents(y2025=72), 62),
        (percents(y2020=5), percents(y2025=72), None),
        ({}, percents(y2020=67), None),
        ({}, {}, None),
    ],
)
def test_the_implied_baseline(increases, levels, baseline):
    assert implied(increases, levels) == baseline


def test_the_basis_decides_the_level():
    assert level_after(Decimal(60), Decimal(10), POINTS) == 70
    assert level_after(Decimal(60), Decimal(10), RELATIVE) == 66
