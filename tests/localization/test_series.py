"""Values form series by kind, the newest vintage in force, breaks marked."""

from datetime import date

import pytest

from localization.models import Rate
from localization.rates.series import deciding, series_of
from tests.factories.enterprises import IndustryFactory
from tests.factories.localization import MethodFactory, RateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def industry():
    return IndustryFactory()


@pytest.fixture
def method():
    return MethodFactory()


@pytest.fixture
def value(industry, method):
    """Enter one value of the industry."""

    def enter(year: int, percent, **fields) -> Rate:
        usual = {"method": method, "published_on": date(year + 1, 6, 1)}
        return RateFactory(industry=industry, year=year, percent=percent, **(usual | fields))

    return enter


def series() -> list:
    return series_of(Rate.objects.for_display())


def values(one) -> list:
    return [(point.year, point.rate.percent) for point in one.points]


def test_kinds_are_never_in_one_series(value):
    value(2020, 60)
    value(2021, 61, kind="survey", low=58, high=64)
    value(2022, 62, kind="estimated")
    assert [(each.kind, values(each)) for each in series()] == [
        ("official", [(2020, 60)]),
        ("survey", [(2021, 61)]),
        ("estimated", [(2022, 62)]),
    ]


def test_a_later_publication_stands_for_the_earlier_which_remains(value):
    value(2020, 60)
    value(2020, 63, published_on=date(2022, 3, 1), revision_reason="Số liệu điều chỉnh")
    assert values(series()[0]) == [(2020, 63)]
    assert Rate.objects.count() == 2


def test_withdrawing_the_later_brings_the_earlier_back(value, admin_user):
    value(2020, 60)
    later = value(2020, 63, published_on=date(2022, 3, 1), revision_reason="Nhầm")
    later.withdraw("Nhập nhầm ngành", admin_user)
    assert values(series()[0]) == [(2020, 60)]


def test_a_break_is_what_staff_note_or_another_formula(value):
    value(2019, 60)
    value(2020, 61)
    value(2021, 62, method=MethodFactory())
    value(2022, 63, method=Rate.objects.get(year=2021).method, break_note="Phạm vi mở rộng")
    notes = [point.break_note for point in series()[0].points]
    assert notes == ["", "", "Công thức khác với năm trước.", "Phạm vi mở rộng"]


def test_official_decides_before_survey_and_an_estimate_never(value):
    value(2020, 60)
    value(2020, 50, kind="survey")
    value(2021, 51, kind="survey")
    value(2022, 99, kind="estimated")
    decided = {
        year: point.rate.percent for year, point in deciding(series(), lambda rate: True).items()
    }
    assert decided == {2020: 60, 2021: 51}


def test_a_value_that_can_be_compared_decides_before_an_official_one_that_cannot(value):
    value(2020, 60)
    value(2020, 50, kind="survey")
    decided = deciding(series(), lambda rate: rate.kind == "survey")
    assert decided[2020].rate.percent == 50
