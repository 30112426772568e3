"""Charts of rates by year, drawn on the server as SVG.

Kinds of values differ by the shape of their marks and the strokes of their lines, so that a chart
is read without colour too. Attributes only: the content security policy forbids inline styles.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil, floor

WIDTH, HEIGHT = 360, 220
LEFT, RIGHT, TOP, BOTTOM = 40, 22, 16, 30  # room around the drawing
STEP = 10  # per cent between two lines of the scale
CAP = 4  # half of a mark's width
SHAPES = {
    "official": "M{x} {y}m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0",
    "survey": "M{x} {y}m0 -6l6 6l-6 6l-6 -6z",
    "estimated": "M{x} {y}m0 -6l6 11h-12z",
    "context": "M{x} {y}m-4 -4h8v8h-8z",
}


@dataclass(frozen=True)
class ChartValue:
    """A year's value in per cent, with its interval if it has one, to be drawn."""

    year: int
    percent: Decimal
    low: Decimal | None = None
    high: Decimal | None = None
    is_break: bool = False


Lines = Sequence[tuple[str, list[ChartValue]]]  # values by kind
Baseline = tuple[int | None, Decimal] | None  # year if known, per cent


@dataclass(frozen=True)
class ChartMark:
    """A drawn value."""

    value: ChartValue
    shape: str
    interval: str
    x: str
    label_y: str


@dataclass(frozen=True)
class ChartLine:
    """One line: a path that stops at breaks, and its marks."""

    kind: str
    path: str
    marks: list[ChartMark]


@dataclass(frozen=True)
class ChartLevel:
    """A target or a baseline: a stroke at its year, or across the whole chart without a year."""

    year: int | None
    percent: Decimal
    x1: str
    x2: str
    y: str
    label_y: str


@dataclass(frozen=True)
class ChartScale:
    """The places of years and per cents in the drawing."""

    first: int
    last: int
    bottom: int
    top: int

    def x(self, year: float) -> float:
        return LEFT + (year - self.first) / max(self.last - self.first, 1) * (WIDTH - LEFT - RIGHT)

    def y(self, percent: float | Decimal) -> float:
        share = (float(percent) - self.bottom) / (self.top - self.bottom)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    @property
    def rows(self) -> list[tuple[str, int]]:
        """List the lines of the scale: place and per cent."""
        return [(_at(self.y(n)), n) for n in range(self.bottom, self.top + 1, STEP)]

    @property
    def columns(self) -> list[tuple[str, int]]:
        """List the years that are lettered, at most six, the last always, each with its place."""
        every = ceil((self.last - self.first) / 6) or 1
        years = range(self.last, self.first - 1, -every)
        return [(_at(self.x(year)), year) for year in sorted(years)]


@dataclass(frozen=True)
class Chart:
    """A drawing with the size of its box."""

    scale: ChartScale
    lines: list[ChartLine]
    targets: list[ChartLevel]
    baseline: ChartLevel | None
    width: int = field(default=WIDTH, init=False)
    height: int = field(default=HEIGHT, init=False)
    left: int = field(default=LEFT, init=False)
    right: int = field(default=WIDTH - RIGHT, init=False)
    floor: int = field(default=HEIGHT - BOTTOM, init=False)


def span(percents: Iterable[Decimal]) -> tuple[int, int]:
    """Return the ends of the scale around these per cents with some margin, in whole steps."""
    known = [float(each) for each in percents] or [0, 100]
    low, high = floor((min(known) - 4) / STEP) * STEP, ceil((max(known) + 4) / STEP) * STEP
    return max(low, 0), min(max(high, low + 2 * STEP), 100)


def draw(
    lines: Lines,
    targets: Sequence[tuple[int, Decimal]] = (),
    baseline: Baseline = None,
    between: tuple[int, int] | None = None,
) -> Chart:
    """Draw lines by kind, targets (year, per cent) and a baseline (year if known, per cent).

    `between` is the scale in per cent, where several charts are to share one.
    """
    years = [v.year for _kind, values in lines for v in values] + [year for year, _p in targets]
    years += [baseline[0]] if baseline and baseline[0] else []
    scale = ChartScale(
        min(years, default=2020) - 1,
        max(years, default=2025),
        *(between or _own_span(lines, targets, baseline)),
    )
    at, goals = {v.year: v.percent for _kind, values in lines for v in values}, dict(targets)
    return Chart(
        scale,
        [_line(kind, values, scale, goals) for kind, values in lines],
        [_level(scale, year, percent, at.get(year)) for year, percent in targets],
        _level(scale, *baseline) if baseline else None,
    )


def _own_span(
    lines: Lines, targets: Sequence[tuple[int, Decimal]], baseline: Baseline
) -> tuple[int, int]:
    found = [each for _k, values in lines for v in values for each in (v.percent, v.low, v.high)]
    found += [percent for _year, percent in targets] + ([baseline[1]] if baseline else [])
    return span(each for each in found if each is not None)


def _at(number: float) -> str:
    return f"{number:.1f}"


def _line(
    kind: str, values: list[ChartValue], scale: ChartScale, goals: dict[int, Decimal]
) -> ChartLine:
    path = ""
    for index, value in enumerate(values):
        verb = "M" if index == 0 or value.is_break else "L"
        path += f"{verb}{_at(scale.x(value.year))} {_at(scale.y(value.percent))}"
    return ChartLine(
        kind, path, [_mark(kind, value, scale, goals.get(value.year)) for value in values]
    )


def _mark(kind: str, value: ChartValue, scale: ChartScale, goal: Decimal | None) -> ChartMark:
    """Draw a value's mark, labelled on the side where the year's target is not."""
    x, y = _at(scale.x(value.year)), _at(scale.y(value.percent))
    has_interval = value.low is not None and value.high is not None
    low, high = (value.low, value.high) if has_interval else (value.percent, value.percent)
    foot, head = scale.y(low), scale.y(high)
    ends = f"m-{CAP} 0h{2 * CAP}"
    interval = f"M{x} {_at(foot)}V{_at(head)}{ends}M{x} {_at(foot)}{ends}" if has_interval else ""
    is_under = goal is not None and value.percent < goal
    label = foot + 18 if is_under else head - 10
    return ChartMark(value, SHAPES[kind].format(x=x, y=y), interval, x, _at(label))


def _level(
    scale: ChartScale, year: int | None, percent: Decimal, value: Decimal | None = None
) -> ChartLevel:
    """Draw a stroke, lettered on the side where the year's value is not."""
    y = scale.y(percent)
    if year is None:
        return ChartLevel(None, percent, str(LEFT), str(WIDTH - RIGHT), _at(y), _at(y + 14))
    x, is_above = scale.x(year), value is not None and value >= percent
    return ChartLevel(
        year, percent, _at(x - 14), _at(x + 14), _at(y), _at(y + 15 if is_above else y - 6)
    )
