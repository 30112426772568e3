"""The City's total is weighted by weights with a source, or there is none."""

from decimal import Decimal

import pytest

from localization.rates.industries import all_rates
from localization.rates.totals import city_totals
from tests.factories.enterprises import IndustryFactory
from tests.factories.localization import LevelFactory, RateFactory, WeightSetFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """Two industries with a value each for 2020."""
    industries = [IndustryFactory(), IndustryFactory()]
    for industry, percent in zip(industries, (60, Decimal("49.5")), strict=True):
        LevelFactory(industry=industry)
        RateFactory(industry=industry, percent=percent)
    return industries


def totals() -> list[tuple]:
    found = city_totals({rate.industry.pk: rate.series for rate in all_rates()})
    return [(total.year, total.kind, total.percent) for total in found]


def test_without_weights_there_is_none(two):
    assert totals() == []


def test_weights_make_it(two):
    WeightSetFactory(shares={two[0]: 70, two[1]: 30})
    assert totals() == [(2020, "official", Decimal("56.85"))]


def test_a_year_without_one_industry_has_none(two):
    WeightSetFactory(shares={two[0]: 70, two[1]: 30})
    RateFactory(industry=two[0], year=2021)
    assert [year for year, _kind, _percent in totals()] == [2020]


def test_weights_count_from_their_year_and_the_latest_set_wins(two):
    WeightSetFactory(from_year=2021, shares={two[0]: 70, two[1]: 30})
    assert totals() == []
    WeightSetFactory(from_year=2018, shares={two[0]: 50, two[1]: 50})
    WeightSetFactory(from_year=2020, shares={two[0]: 0, two[1]: 100})
    assert totals() == [(2020, "official", Decimal("49.50"))]


def test_weights_that_leave_an_industry_out_make_none(two):
    WeightSetFactory(shares={two[0]: 100})
    assert totals() == []


def test_kinds_are_not_mixed(two):
    WeightSetFactory(shares={two[0]: 70, two[1]: 30})
    RateFactory(industry=two[0], year=2022)
    RateFactory(industry=two[1], year=2022, kind="survey")
    assert [year for year, _kind, _percent in totals()] == [2020]
