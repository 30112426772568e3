"""Localization rates: targets, methods, yearly values, the survey behind them and its estimates."""

from localization.models.answers import Answer, ComponentGroup, ProductLine
from localization.models.context import ContextSeries, ContextValue
from localization.models.estimates import Cell, Estimate
from localization.models.frame import FrameUnit, SurveyLetter
from localization.models.methods import Method
from localization.models.rates import Rate, Subsector
from localization.models.targets import Baseline, Comparability, RateTarget
from localization.models.waves import Wave
from localization.models.weights import IndustryWeight, WeightSet

__all__ = [
    "Answer",
    "Baseline",
    "Cell",
    "Comparability",
    "ComponentGroup",
    "ContextSeries",
    "ContextValue",
    "Estimate",
    "FrameUnit",
    "IndustryWeight",
    "Method",
    "ProductLine",
    "Rate",
    "RateTarget",
    "Subsector",
    "SurveyLetter",
    "Wave",
    "WeightSet",
]
