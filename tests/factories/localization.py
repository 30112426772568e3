"""Targets and baselines of localization rates."""

import factory

from localization.models import Baseline, RateTarget
from tests.factories.enterprises import IndustryFactory
from tests.factories.people import UserFactory


class IncreaseFactory(factory.django.DjangoModelFactory):
    """An increase as a decision sets it."""

    class Meta:
        model = RateTarget

    industry = factory.SubFactory(IndustryFactory)
    year = 2020
    kind = RateTarget.Kind.INCREASE
    percent = 5
    source = "Quyết định thử"


class LevelFactory(IncreaseFactory):
    """A level as the press reports it."""

    kind = RateTarget.Kind.LEVEL
    percent = 67
    source = "Báo thử"
    is_official = False


class BaselineFactory(factory.django.DjangoModelFactory):
    """A baseline that staff have confirmed."""

    class Meta:
        model = Baseline

    industry = factory.SubFactory(IndustryFactory)
    year = 2016
    percent = 60
    basis = Baseline.Basis.POINTS
    source = "Kết quả điều tra thử"
    confirmed_by = factory.SubFactory(UserFactory)
