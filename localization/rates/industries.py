"""Each industry's localization rates: targets, baseline, published values, verdicts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet
from django.utils.timezone import localdate

from catalogue.models import Industry
from localization.models import (
    Baseline,
    Cell,
    Comparability,
    Estimate,
    Method,
    Rate,
    RateTarget,
    Subsector,
)
from localization.rates import baselines
from localization.rates.charts import Chart, ChartValue, draw
from localization.rates.comparability import Ground
from localization.rates.series import RateSeries, SeriesPoint, deciding, series_of
from localization.rates.verdicts import Judgement, judge


@dataclass(frozen=True)
class Goal:
    """What is set for one year, the level that it leads to, and how the industry meets it."""

    year: int
    increase: RateTarget | None
    level: RateTarget | None
    following: Decimal | None
    judgement: Judgement

    @property
    def reached(self) -> Decimal | None:
        """The level to show: what follows from the baseline, else what was reported."""
        return _reached(self.following, self.level)

    @property
    def is_disputed(self) -> bool:
        """Whether the level that follows from the baseline is not the one that was reported."""
        if self.level is None or self.following is None:
            return False
        return self.level.percent != self.following


def _reached(following: Decimal | None, level: RateTarget | None) -> Decimal | None:
    return following if following is not None else level and level.percent


@dataclass(frozen=True)
class IndustryRates:
    """One industry's targets, the baseline in use, and all that was published of it.

    `rates` are those not withdrawn, the latest publication first.
    """

    industry: Industry
    targets: list[RateTarget]
    confirmed: Baseline | None
    rates: list[Rate]
    declared: dict[int, Comparability] = field(default_factory=dict)
    surveyed: Cell | None = None  # the whole industry in the latest published survey

    def _by_year(self, kind: str) -> dict[int, RateTarget]:
        return {target.year: target for target in self.targets if target.kind == kind}

    def _percents(self, kind: str) -> dict[int, Decimal]:
        return {year: target.percent for year, target in self._by_year(kind).items()}

    @property
    def _increases_and_levels(self) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
        return self._percents(RateTarget.Kind.INCREASE), self._percents(RateTarget.Kind.LEVEL)

    @cached_property
    def differences(self) -> dict[int, Decimal]:
        """Level minus increase by year, shown where the years disagree."""
        return baselines.differences(*self._increases_and_levels)

    @cached_property
    def implied(self) -> Decimal | None:
        """The baseline that level minus increase implies, the same for every year."""
        return baselines.implied(*self._increases_and_levels)

    @property
    def baseline(self) -> Decimal | None:
        """The baseline in use: the confirmed one, else the implied one."""
        return self.confirmed.percent if self.confirmed else self.implied

    @property
    def start(self) -> tuple[int | None, Decimal | None]:
        """Year and per cent from which the way to a target is drawn; an inference has no year."""
        return (self.confirmed.year if self.confirmed else None, self.baseline)

    @cached_property
    def goals(self) -> list[Goal]:
        """What is set, year by year."""
        increases = self._by_year(RateTarget.Kind.INCREASE)
        levels = self._by_year(RateTarget.Kind.LEVEL)
        years = sorted({*increases, *levels})
        return [self._goal(year, increases.get(year), levels.get(year)) for year in years]

    @property
    def goal_by_year(self) -> dict[int, Goal]:
        return {goal.year: goal for goal in self.goals}

    def _goal(self, year: int, increase: RateTarget | None, level: RateTarget | None) -> Goal:
        following = None
        if increase and self.baseline is not None:
            basis = self.confirmed.basis if self.confirmed else baselines.POINTS
            following = baselines.level_after(self.baseline, increase.percent, basis)
        ground = self._ground
        values, today = deciding(self.series, ground.admits), localdate().year
        found = judge(_reached(following, level), year, self.start, values, today, ground)
        return Goal(year, increase, level, following, found)

    @property
    def _ground(self) -> Ground:
        """What the targets rest on: without a confirmed baseline no formula is known."""
        if self.confirmed is None:
            return Ground(declared=self.declared)
        return Ground(self.confirmed.method, self.confirmed.year, self.declared)

    @cached_property
    def series(self) -> list[RateSeries]:
        """Values of the whole industry in force, a series for each kind."""
        return series_of(rate for rate in self.rates if rate.subsector_id is None)

    @property
    def latest(self) -> Rate | None:
        """The value to show first: the last year's, official before survey before estimate."""
        last = [series.last for series in self.series]
        return max(last, key=lambda point: point.year).rate if last else None

    @property
    def withheld(self) -> Cell | None:
        """What the latest survey found and may not be shown, where nothing newer is published."""
        cell = self.surveyed
        if cell is None or not cell.withheld:
            return None
        year = cell.estimate.wave.year
        return cell if self.latest is None or self.latest.year < year else None

    @cached_property
    def subsectors(self) -> list[tuple[Subsector, list[RateSeries]]]:
        """Each subsector of which something was published, with its series."""
        found: dict[Subsector, list[Rate]] = defaultdict(list)
        for rate in self.rates:
            if rate.subsector_id:
                found[rate.subsector].append(rate)
        return [(subsector, series_of(rates)) for subsector, rates in found.items()]

    @cached_property
    def publications(self) -> list[Rate]:
        """All vintages, the latest publication first."""
        return sorted(self.rates, key=lambda r: (r.published_on, r.year, r.pk), reverse=True)

    @cached_property
    def in_force(self) -> set[int]:
        """Keys of the values that no later publication has replaced."""
        every = [*self.series, *(each for _s, series in self.subsectors for each in series)]
        return {point.rate.pk for series in every for point in series.points}

    @cached_property
    def methods(self) -> list[Method]:
        """The formulas behind the values in force, each once."""
        return list(dict.fromkeys(r.method for r in self.rates if r.pk in self.in_force))

    @cached_property
    def sources(self) -> list[tuple[str, bool]]:
        """Each source of targets once, with whether it is an official text."""
        return list(dict.fromkeys((t.source, t.is_official) for t in self.targets))

    @property
    def percents(self) -> list[Decimal]:
        """Every per cent that the chart has to show."""
        shown = [point.rate for series in self.series for point in series.points]
        found = [each for rate in shown for each in (rate.percent, rate.low, rate.high)]
        found += [goal.reached for goal in self.goals] + [self.baseline]
        return [each for each in found if each is not None]

    def chart(self, between: tuple[int, int] | None = None) -> Chart:
        """Lines with intervals, target levels and the baseline; on a shared scale if given."""
        baseline = None if self.baseline is None else self.start
        return draw(
            [(each.kind, [_value(point) for point in each.points]) for each in self.series],
            [(goal.year, goal.reached) for goal in self.goals if goal.reached is not None],
            baseline,
            between,
        )


def _value(point: SeriesPoint) -> ChartValue:
    rate = point.rate
    return ChartValue(rate.year, rate.percent, rate.low, rate.high, bool(point.break_note))


def all_rates(is_demo: bool = False) -> list[IndustryRates]:
    """Every industry that has a target, in the Decision's order; five queries."""
    return _rates(RateTarget.objects.for_display(), _confirmed(), is_demo)


def rates_of(industry: Industry, is_demo: bool = False) -> IndustryRates:
    """One industry's rates; five queries."""
    targets = RateTarget.objects.for_display().filter(industry=industry)
    found = _rates(targets, _confirmed().filter(industry=industry), is_demo)
    return found[0] if found else IndustryRates(industry, [], None, [])


def _confirmed() -> QuerySet[Baseline]:
    return Baseline.objects.select_related("method")


def _rates(
    targets: Iterable[RateTarget], confirmed: Iterable[Baseline], is_demo: bool
) -> list[IndustryRates]:
    by_industry: dict[Industry, list[RateTarget]] = defaultdict(list)
    for target in targets:
        by_industry[target.industry].append(target)
    baseline_of = {baseline.industry_id: baseline for baseline in confirmed}
    published: dict[int, list[Rate]] = defaultdict(list)
    rows = Rate.objects.for_display().filter(is_demo=is_demo)
    for rate in rows.filter(industry__in=[industry.pk for industry in by_industry]):
        published[rate.industry_id].append(rate)
    declared: dict[int, dict[int, Comparability]] = defaultdict(dict)
    for each in Comparability.objects.filter(industry__in=[one.pk for one in by_industry]):
        declared[each.industry_id][each.method_id] = each
    surveyed = _surveyed(by_industry, is_demo)
    return [
        IndustryRates(
            industry,
            own,
            baseline_of.get(industry.pk),
            published[industry.pk],
            declared[industry.pk],
            surveyed.get(industry.pk),
        )
        for industry, own in by_industry.items()
    ]


def _surveyed(industries: Iterable[Industry], is_demo: bool) -> dict[int, Cell]:
    """Return the cell of each whole industry in the latest published survey that asked it."""
    cells = Cell.objects.filter(
        industry__in=[industry.pk for industry in industries],
        table=Cell.Table.WHOLE,
        estimate__state=Estimate.State.PUBLISHED,
        estimate__wave__is_demo=is_demo,
    )
    latest_last = cells.order_by("estimate__wave__year", "estimate__published_at", "pk")
    rows = latest_last.select_related("estimate__wave").defer("estimate__inputs")
    return {cell.industry_id: cell for cell in rows}
