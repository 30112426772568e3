"""What a period's report says of targets and of money, in Vietnamese."""

from collections.abc import Iterator

from core.templatetags.formatting import figure
from programme.measuring.figures import MeasureFigures
from programme.measuring.results import TargetResult, YearResult, results
from programme.models import BudgetLine, Programme, Target, TaskGroup
from programme.money import marked
from programme.periods import Period
from programme.snapshot import BudgetAmounts, BudgetLineSummary, BudgetSummary, TargetSummary
from programme.sums import Sums, sums

NO_FIGURES = "chưa có số liệu"


def targets_of(programme: Programme, period: Period) -> Iterator[TargetSummary]:
    """Yield each target in force when the period closes, with what its year has come to."""
    targets = Target.objects.filter(programme=programme).in_force(period.closes)
    found = results(list(targets.order_by("position", "pk")), MeasureFigures(programme))
    for result in found:
        for year in result.years:
            if year.year == period.year:
                yield _target(result, year)


def _target(result: TargetResult, year: YearResult) -> TargetSummary:
    values = [f"{each.shown} {each.measure.unit_vi}" for each in year.figures]
    return TargetSummary(
        name=result.target.name_vi,
        goal=_goal(result.target),
        result="; ".join(values) or NO_FIGURES,
        source="; ".join(dict.fromkeys(each.source for each in year.figures)),
        status=str(year.status.label) if year.status else "",
    )


def _goal(target: Target) -> str:
    least, most = target.minimum, target.maximum
    if least is None:
        return target.unit_vi
    span = figure(least) if most in (None, least) else f"{figure(least)}–{figure(most)}"
    return f"{span} {target.unit_vi}"


def budget_of(programme: Programme, year: int, group: TaskGroup | None) -> BudgetSummary | None:
    """Return the year's lines of plans in force with the total of these very lines, if any."""
    lines = [
        line
        for line in BudgetLine.objects.approved(programme, year)
        if group is None or line.plan.task.group_id == group.pk
    ]
    if not lines:
        return None
    total = BudgetAmounts(*_printed(sums(lines)))
    return BudgetSummary(year, [_line(line) for line in lines], total)


def _line(line: BudgetLine) -> BudgetLineSummary:
    return BudgetLineSummary(
        *_printed(line.sums),
        number=line.plan.task.number,
        activity=line.activity,
        agency=line.plan.agency.printed_name,
        source=str(line.get_source_display()),
    )


def _printed(amounts: Sums) -> list[str]:
    """Return the amounts in the order of `BudgetAmounts`, with a mark where one is far off."""
    return [marked(amount, apart) for amount, apart in amounts.marked]
