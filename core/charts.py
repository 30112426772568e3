"""Charts that the server draws as SVG: bars under each other, and columns by month.

Attributes only: the content security policy forbids inline styles. Beside each chart stands a
table with the same data, so that a drawing may leave out labels for which it has no room.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, log10

Number = int | Decimal | None
WIDTH = 640
# Bars: room for labels on the left, for figures on the right.
LABEL, FIGURE, ROW, BAR = 230, 60, 24, 16
LABEL_LENGTH = 34  # characters that fit there
# Columns: the box between scale and months.
LEFT, TOP, FLOOR, HEIGHT = 48, 14, 174, 204
WIDEST, LETTERED = 34, 12  # of a column; months with a letter below at most


@dataclass(frozen=True)
class Bar:
    """One row of the drawing."""

    label: str
    value: Number
    y: int
    text_y: int
    width: str
    value_x: str


@dataclass(frozen=True)
class BarChart:
    """Bars from a common line to the right."""

    bars: list[Bar]
    height: int
    width: int = WIDTH
    left: int = LABEL
    label_x: int = LABEL - 8
    thickness: int = BAR


@dataclass(frozen=True)
class MonthColumn:
    """One month's column of one series."""

    series: int
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class ColumnChart:
    """Columns by month, side by side where there are several series."""

    columns: list[MonthColumn]
    letters: list[tuple[str, str]]  # place and month
    scale: list[tuple[str, int]]  # place and value of each line
    series: list[str]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - 8
    scale_x: int = LEFT - 6
    letters_y: int = FLOOR + 18


def bar_chart(rows: Sequence[tuple[str, Number]]) -> BarChart:
    """Draw a bar for each label and value, in their order."""
    most = max((float(value or 0) for _label, value in rows), default=0) or 1
    drawn = []
    for place, (label, value) in enumerate(rows):
        width = float(value or 0) / most * (WIDTH - LABEL - FIGURE)
        y = place * ROW + 4
        short = label if len(label) <= LABEL_LENGTH else f"{label[: LABEL_LENGTH - 1]}…"
        drawn.append(Bar(short, value, y, y + BAR - 4, _at(width), _at(LABEL + width + 6)))
    return BarChart(drawn, len(rows) * ROW + 8)


def column_chart(
    rows: Sequence[tuple[str, Sequence[Number]]], series: Sequence[str]
) -> ColumnChart:
    """Draw for each month its values, one of each series; nothing where there is none."""
    most = _round_up(max((float(v or 0) for _month, values in rows for v in values), default=0))
    slot = (WIDTH - 8 - LEFT) / max(len(rows), 1)
    width = min(slot * 0.8 / max(len(series), 1), WIDEST)
    columns, letters = [], []
    every = ceil(len(rows) / LETTERED) or 1
    for place, (month, values) in enumerate(rows):
        middle = LEFT + slot * (place + 0.5)
        if (len(rows) - 1 - place) % every == 0:
            letters.append((_at(middle), month))
        for number, value in enumerate(values):
            height = float(value or 0) / most * (FLOOR - TOP)
            x = middle + (number - len(values) / 2) * width
            columns.append(
                MonthColumn(number, _at(x), _at(FLOOR - height), _at(width), _at(height))
            )
    scale = [(_at(FLOOR - share * (FLOOR - TOP)), int(most * share)) for share in (0, 0.5, 1)]
    return ColumnChart(columns, letters, scale, list(series))


def _round_up(most: float) -> int:
    """Return an even end of the scale: 2, 4, 10, 20, 40, 100 and so on."""
    if most <= 2:
        return 2
    unit = 10 ** int(log10(most))
    return next(unit * step for step in (1, 2, 4, 6, 8, 10) if unit * step >= most)


def _at(number: float) -> str:
    return f"{number:.1f}"
