"""The City's total: weighted by weights that staff have entered; without weights there is none."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from localization.lines import Line
from localization.models import Rate, WeightSet


@dataclass(frozen=True)
class CityTotal:
    """All industries together in one year, from values of one kind, in per cent."""

    year: int
    kind: Rate.Kind
    percent: Decimal
    weights: WeightSet


def city_totals(lines: dict[int, list[Line]]) -> list[CityTotal]:
    """Totals of the years in which every industry has a value of the kind; two queries.

    `lines` are those of each industry by its key. A set of weights that leaves an industry out
    gives no total.
    """
    sets = list(WeightSet.objects.prefetch_related("weights"))  # the latest first
    kinds = (Rate.Kind.OFFICIAL, Rate.Kind.SURVEY, Rate.Kind.ESTIMATED)
    found = [_total(lines, kind, year, sets) for kind in kinds for year in _years(lines, kind)]
    return [total for total in found if total]


def _values(lines: Iterable[Line], kind: Rate.Kind) -> dict[int, Decimal]:
    return {
        point.year: point.rate.percent
        for line in lines
        if line.kind == kind
        for point in line.points
    }


def _years(lines: dict[int, list[Line]], kind: Rate.Kind) -> list[int]:
    known = [set(_values(own, kind)) for own in lines.values()]
    return sorted(set.intersection(*known)) if known else []


def _total(
    lines: dict[int, list[Line]], kind: Rate.Kind, year: int, sets: list[WeightSet]
) -> CityTotal | None:
    weights = next((each for each in sets if each.from_year <= year), None)
    if weights is None:
        return None
    shares = {row.industry_id: row.percent for row in weights.weights.all()}
    if shares.keys() != lines.keys():
        return None
    whole = sum(shares[key] * _values(own, kind)[year] for key, own in lines.items())
    percent = (whole / sum(shares.values())).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return CityTotal(year, kind, percent, weights)
