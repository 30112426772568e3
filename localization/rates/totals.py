"""The City's total: weighted by weights that staff have entered; without weights there is none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from localization.models import Rate, WeightSet
from localization.rates.series import RateSeries


@dataclass(frozen=True)
class CityTotal:
    """All industries together in one year, from values of one kind, in per cent."""

    year: int
    kind: Rate.Kind
    percent: Decimal
    weights: WeightSet


def city_totals(series: dict[int, list[RateSeries]]) -> list[CityTotal]:
    """Return totals of the years in which every industry has a value of the kind; two queries.

    `series` are those of each industry by its key. A set of weights that leaves an industry out
    gives no total.
    """
    sets = list(WeightSet.objects.prefetch_related("weights"))  # the latest first
    kinds = (Rate.Kind.OFFICIAL, Rate.Kind.SURVEY, Rate.Kind.ESTIMATED)
    found = [_total(series, kind, year, sets) for kind in kinds for year in _years(series, kind)]
    return [total for total in found if total]


def _values(series: Iterable[RateSeries], kind: Rate.Kind) -> dict[int, Decimal]:
    return {
        point.year: point.rate.percent
        for each in series
        if each.kind == kind
        for point in each.points
    }


def _years(series: dict[int, list[RateSeries]], kind: Rate.Kind) -> list[int]:
    known = [set(_values(own, kind)) for own in series.values()]
    return sorted(set.intersection(*known)) if known else []


def _total(
    series: dict[int, list[RateSeries]], kind: Rate.Kind, year: int, sets: Sequence[WeightSet]
) -> CityTotal | None:
    weights = next((each for each in sets if each.from_year <= year), None)
    if weights is None:
        return None
    shares = {row.industry_id: row.percent for row in weights.weights.all()}
    if shares.keys() != series.keys():
        return None
    whole = sum(shares[key] * _values(own, kind)[year] for key, own in series.items())
    percent = (whole / sum(shares.values())).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return CityTotal(year, kind, percent, weights)
