"""Published values as lines, one for each kind, with breaks marked and the newest vintages."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from localization.models import Rate


@dataclass(frozen=True)
class Point:
    """A year's value in force, and why it cannot be held against the year before it."""

    rate: Rate
    break_note: str = ""

    @property
    def year(self) -> int:
        return self.rate.year


@dataclass(frozen=True)
class Line:
    """Values of one kind by year; kinds are never joined into one line."""

    kind: Rate.Kind
    points: list[Point]

    @property
    def last(self) -> Point:
        return self.points[-1]


def lines_of(rates: Iterable[Rate]) -> list[Line]:
    """Lines of one industry or subsector, from its rates with the latest publication first."""
    in_force: dict[str, dict[int, Rate]] = defaultdict(dict)
    for rate in rates:
        in_force[rate.kind].setdefault(rate.year, rate)
    return [Line(kind, _points(in_force[kind])) for kind in Rate.Kind if kind in in_force]


def _points(by_year: dict[int, Rate]) -> list[Point]:
    rates = [by_year[year] for year in sorted(by_year)]
    return [
        Point(rate, _break(before, rate))
        for before, rate in zip([None, *rates[:-1]], rates, strict=True)
    ]


def _break(before: Rate | None, rate: Rate) -> str:
    """What staff have noted, or that the formula has changed since the value before."""
    if rate.break_note or before is None:
        return rate.break_note
    return "" if before.method_id == rate.method_id else _("Công thức khác với năm trước.")


def deciding(lines: Iterable[Line]) -> dict[int, Point]:
    """The value of each year that is held against a target: official, else from the survey."""
    found: dict[int, Point] = {}
    for line in lines:
        if line.kind != Rate.Kind.ESTIMATED:
            for point in line.points:
                found.setdefault(point.year, point)
    return found
