"""The share of reports in time, quarter by quarter, drawn on the server as SVG.

Attributes only: the content security policy forbids inline styles.
"""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from programme.periods import ROMAN, Period
from programme.reporting.matrix import ComplianceTally

LEFT, TOP, WIDTH, HEIGHT = 44, 18, 368, 120
WIDEST, LETTERED = 40, 8  # a column's width at most; up to how many columns are lettered each


@dataclass(frozen=True)
class TrendColumn:
    """One quarter's share, with its place in the drawing."""

    quarter: Period
    percent: Decimal
    x: str
    y: str
    middle: str
    width: str
    height: str

    @property
    def letters(self) -> str:
        """The quarter under its column, without its year."""
        return ROMAN[self.quarter.number - 1]


@dataclass(frozen=True)
class Trend:
    """Columns from 0 to 100 per cent, in the order of time."""

    columns: list[TrendColumn]
    left: int = LEFT
    top: int = TOP
    right: int = LEFT + WIDTH
    half: int = TOP + HEIGHT // 2
    floor: int = TOP + HEIGHT
    height: int = TOP + HEIGHT + 40

    @property
    def are_lettered(self) -> bool:
        """Whether there is room for each column's quarter and figure."""
        return len(self.columns) <= LETTERED

    @property
    def years(self) -> list[tuple[int, str]]:
        """Each year with the middle of its columns."""
        by_year = groupby(self.columns, key=lambda column: column.quarter.year)
        return [(year, _middle(list(columns))) for year, columns in by_year]


def draw(quarters: list[tuple[Period, ComplianceTally]]) -> Trend:
    """Draw a column for each quarter of which anything was owed."""
    slot = WIDTH / max(len(quarters), 1)
    return Trend([_column(place, slot, *each) for place, each in enumerate(quarters)])


def _column(place: int, slot: float, quarter: Period, tally: ComplianceTally) -> TrendColumn:
    width = min(slot * 0.7, WIDEST)
    middle = LEFT + slot * (place + 0.5)
    percent = Decimal(0) if tally.percent is None else tally.percent
    height = float(percent) * HEIGHT / 100
    sizes = (middle - width / 2, TOP + HEIGHT - height, middle, width, height)
    return TrendColumn(quarter, percent, *(f"{size:.1f}" for size in sizes))


def _middle(columns: list[TrendColumn]) -> str:
    return f"{(float(columns[0].middle) + float(columns[-1].middle)) / 2:.1f}"
