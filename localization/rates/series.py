"""Published values as yearly series, one a kind, with breaks marked and the newest vintages."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from localization.models import Rate


@dataclass(frozen=True)
class SeriesPoint:
    """A year's value in force, and why it cannot be compared with the year before it."""

    rate: Rate
    break_note: str = ""

    @property
    def year(self) -> int:
        return self.rate.year


@dataclass(frozen=True)
class RateSeries:
    """Values of one kind by year; kinds are never joined into one series."""

    kind: Rate.Kind
    points: list[SeriesPoint]

    @property
    def last(self) -> SeriesPoint:
        return self.points[-1]


def series_of(rates: Iterable[Rate]) -> list[RateSeries]:
    """Return the series of one industry or subsector; the latest publication comes first."""
    in_force: dict[str, dict[int, Rate]] = defaultdict(dict)
    for rate in rates:
        in_force[rate.kind].setdefault(rate.year, rate)
    return [RateSeries(kind, _points(in_force[kind])) for kind in Rate.Kind if kind in in_force]


def _points(by_year: dict[int, Rate]) -> list[SeriesPoint]:
    rates = [by_year[year] for year in sorted(by_year)]
    return [
        SeriesPoint(rate, _break(before, rate))
        for before, rate in zip([None, *rates[:-1]], rates, strict=True)
    ]


def _break(before: Rate | None, rate: Rate) -> str:
    """Return what staff have noted, or that the formula has changed since the value before."""
    if rate.break_note or before is None:
        return rate.break_note
    return "" if before.method_id == rate.method_id else _("Công thức khác với năm trước.")


def deciding(
    series: Iterable[RateSeries], is_comparable: Callable[[Rate], bool]
) -> dict[int, SeriesPoint]:
    """Return each year's value to compare with a target: official, else from the survey.

    A value that can be compared goes before one that cannot.
    """
    found: dict[int, SeriesPoint] = {}
    for each in series:
        if each.kind != Rate.Kind.ESTIMATED:
            for point in each.points:
                known = found.setdefault(point.year, point)
                if is_comparable(point.rate) and not is_comparable(known.rate):
                    found[point.year] = point
    return found
