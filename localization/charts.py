"""Small bar charts of rates in per cent, drawn on the server as SVG.

Attributes only: the content security policy forbids inline styles.
"""

from dataclasses import dataclass
from decimal import Decimal

LABELS, SCALE, ROW, BAR = 56, 2.2, 26, 16


@dataclass(frozen=True)
class Bar:
    """One bar with its place in the drawing."""

    code: str
    label: str
    value: Decimal
    y: int
    middle: int
    width: str
    end: str


@dataclass(frozen=True)
class Chart:
    """Bars from 0 to 100 per cent, one below the other."""

    bars: list[Bar]
    left: int = LABELS
    right: int = int(LABELS + 100 * SCALE)
    width: int = int(LABELS + 100 * SCALE) + 56
    thickness: int = BAR

    @property
    def floor(self) -> int:
        """Where the bars end and the axis is lettered."""
        return ROW * len(self.bars) + 4

    @property
    def height(self) -> int:
        return self.floor + 18


def draw(values: list[tuple[str, str, Decimal]]) -> Chart:
    """A chart of (code for the colour, label, per cent)."""
    return Chart([_bar(index, *value) for index, value in enumerate(values)])


def _bar(index: int, code: str, label: str, value: Decimal) -> Bar:
    top, width = ROW * index + 5, float(value) * SCALE
    return Bar(code, label, value, top, top + 13, f"{width:.1f}", f"{LABELS + width + 6:.1f}")
