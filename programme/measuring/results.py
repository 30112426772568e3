"""What the figures say of each target in each year, by one rule that the page states in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from programme.computations import Elsewhere, elsewhere
from programme.measuring.figures import MeasureFigure, MeasureFigures
from programme.models import Measure, Target


class Status(models.TextChoices):
    """How a target stands in a year; without figures it is never 'not met'."""

    MET = "met", _("Đạt")
    NOT_MET = "not_met", _("Chưa đạt")
    NOT_DUE = "not_due", _("Chưa đến hạn")
    NOT_MEASURABLE = "not_measurable", _("Chưa đủ số liệu")


@dataclass(frozen=True)
class YearResult:
    """A target's year: its figures, what is held against the level, and how it stands."""

    year: int
    figures: list[MeasureFigure]
    total: Decimal | None  # of all years that count for this one
    status: Status | None  # None where there is no level, or its year is past

    @property
    def is_accumulated(self) -> bool:
        """Whether the total says more than the year's own figures."""
        own = sum(f.value for f in self.figures if f.measure.alternative_minimum is None)
        return self.total is not None and self.total != own


class TargetResult:
    """A target with all its years."""

    def __init__(self, target: Target, figures: MeasureFigures, today: date | None = None) -> None:
        self.target, self._figures, self._today = target, figures, today or localdate()
        self.measures = figures.of(target)
        self.main = [m for m in self.measures if m.alternative_minimum is None]
        self.alternatives = [m for m in self.measures if m.alternative_minimum is not None]

    @property
    def elsewhere(self) -> Elsewhere | None:
        """Where the target is followed if not here."""
        return None if self.measures else elsewhere(self.target.code)

    @property
    def is_yes_no(self) -> bool:
        return any(measure.is_yes_no for measure in self.main)

    @cached_property
    def years(self) -> list[YearResult]:
        """Every year of the programme's period."""
        programme = self._figures.programme
        return [self._result(year) for year in range(programme.first_year, programme.last_year + 1)]

    @property
    def figures(self) -> list[MeasureFigure]:
        return [figure for result in self.years for figure in result.figures]

    def _result(self, year: int) -> YearResult:
        if year > self._today.year:
            return YearResult(year, [], None, Status.NOT_DUE if self._is_judged(year) else None)
        total = self._total(self.main, year)
        return YearResult(year, self._in(self.measures, [year]), total, self._status(total, year))

    def _in(self, measures: list[Measure], years: list[int]) -> list[MeasureFigure]:
        found = (self._figures.in_year(measure, year) for year in years for measure in measures)
        return [figure for figure in found if figure]

    def _total(self, measures: list[Measure], year: int) -> Decimal | None:
        found = self._in(measures, self._counted(year))
        return sum(figure.value for figure in found) if found else None

    def _counted(self, year: int) -> list[int]:
        """Return the years whose figures add up for this one."""
        first = self._figures.programme.first_year
        start = {
            Target.Period.YEARLY: year,
            Target.Period.EVERY_TWO_YEARS: max(year - 1, first),
            Target.Period.BY_YEAR: first,
        }
        return list(range(start[self.target.period], year + 1))

    @property
    def _level(self) -> Decimal | None:
        return Decimal(1) if self.is_yes_no else self.target.minimum

    def _status(self, total: Decimal | None, year: int) -> Status | None:
        if not self._is_judged(year):
            return None
        if self._is_met(total, year):
            return Status.MET
        if not self._is_due(year):
            return Status.NOT_DUE
        return Status.NOT_MET if self._is_whole(year) else Status.NOT_MEASURABLE

    def _is_met(self, total: Decimal | None, year: int) -> bool:
        if total is not None and total >= self._level:
            return True
        totals = ((m.alternative_minimum, self._total([m], year)) for m in self.alternatives)
        return any(reached is not None and reached >= level for level, reached in totals)

    def _is_judged(self, year: int) -> bool:
        """Whether there is a level, and the year by which to reach it is not past."""
        last = self.target.by_year or year
        return bool(self.measures) and self._level is not None and year <= last

    def _is_due(self, year: int) -> bool:
        """Whether the time that the target gives is over with this year."""
        if self._today.year <= year:
            return False
        if self.target.period == Target.Period.EVERY_TWO_YEARS:
            return len(self._counted(year)) == 2
        return self.target.period == Target.Period.YEARLY or year == self.target.by_year

    def _is_whole(self, year: int) -> bool:
        """Whether every measure has a whole figure in each year that has to be known."""
        by_year = self.target.period == Target.Period.BY_YEAR
        needed = [year] if by_year else self._counted(year)
        found = self._in(self.measures, needed)
        return len(found) == len(needed) * len(self.measures) and all(f.is_whole for f in found)


def results(targets: Iterable[Target], figures: MeasureFigures) -> list[TargetResult]:
    """Each target with what the programme's figures say of it."""
    return [TargetResult(target, figures) for target in targets]
