"""What is known of each industry's localization rate: targets, baseline, levels that follow."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from enterprises.models import Industry
from localization import baselines
from localization.charts import Chart, draw
from localization.models import Baseline, RateTarget


@dataclass(frozen=True)
class Goal:
    """What is set for one year: an increase, a level, and the level that the increase leads to."""

    year: int
    increase: RateTarget | None
    level: RateTarget | None
    following: Decimal | None

    @property
    def reached(self) -> Decimal | None:
        """The level to show: what follows from the baseline, else what was reported."""
        return self.following if self.following is not None else self.level and self.level.percent

    @property
    def is_disputed(self) -> bool:
        """Whether the level that follows from the baseline is not the one that was reported."""
        if self.level is None or self.following is None:
            return False
        return self.level.percent != self.following


@dataclass(frozen=True)
class IndustryRates:
    """One industry's targets, with the baseline that staff confirmed or that the sources imply."""

    industry: Industry
    targets: list[RateTarget]
    confirmed: Baseline | None

    def _by_year(self, kind: str) -> dict[int, RateTarget]:
        return {target.year: target for target in self.targets if target.kind == kind}

    def _percents(self, kind: str) -> dict[int, Decimal]:
        return {year: target.percent for year, target in self._by_year(kind).items()}

    @cached_property
    def differences(self) -> dict[int, Decimal]:
        """Level minus increase by year, shown where the years disagree."""
        return baselines.differences(self._percents("increase"), self._percents("level"))

    @cached_property
    def implied(self) -> Decimal | None:
        """The baseline that level minus increase implies, the same for every year."""
        return baselines.implied(self._percents("increase"), self._percents("level"))

    @property
    def baseline(self) -> Decimal | None:
        """The baseline in use: the confirmed one, else the implied one."""
        return self.confirmed.percent if self.confirmed else self.implied

    @cached_property
    def goals(self) -> list[Goal]:
        """What is set, year by year."""
        increases, levels = self._by_year("increase"), self._by_year("level")
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
        return Goal(year, increase, level, following)

    @cached_property
    def sources(self) -> list[tuple[str, bool]]:
        """Each source once, with whether it is an official text."""
        return list(dict.fromkeys((t.source, t.is_official) for t in self.targets))

    @property
    def chart(self) -> Chart:
        """Baseline and target levels as bars; a year without any level has none."""
        start = [] if self.baseline is None else [("base", _("Cơ sở"), self.baseline)]
        reached = [(goal.year, goal.reached) for goal in self.goals if goal.reached is not None]
        return draw(start + [(f"to-{year}", str(year), percent) for year, percent in reached])


def all_rates() -> list[IndustryRates]:
    """Every industry that has a target, in the Decision's order; two queries."""
    found: dict[Industry, list[RateTarget]] = {}
    for target in RateTarget.objects.for_display():
        found.setdefault(target.industry, []).append(target)
    confirmed = {baseline.industry_id: baseline for baseline in Baseline.objects.all()}
    return [IndustryRates(i, targets, confirmed.get(i.pk)) for i, targets in found.items()]


def rates_of(industry: Industry) -> IndustryRates:
    """One industry's rates."""
    targets = list(RateTarget.objects.for_display().filter(industry=industry))
    return IndustryRates(industry, targets, Baseline.objects.filter(industry=industry).first())
