"""A table of statistics: what the page draws, and what its files hold."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import tablib
from django.utils.functional import Promise
from django.utils.timezone import localdate, make_aware

from core.charts import BarChart, ColumnChart

Cell = str | int | Decimal | None
MONTHS = 24  # that tables by month go back


@dataclass(frozen=True)
class Row:
    """One line; `url` leads to the records that it counts."""

    cells: tuple[Cell, ...]
    url: str = ""


@dataclass(frozen=True)
class StatisticsTable:
    """A table with its chart; `permission` is what opening its records needs."""

    name: str
    title: str | Promise
    headings: tuple[str, ...]
    rows: list[Row]
    source: str
    method: str
    chart: BarChart | ColumnChart | None = None
    permission: str = ""

    @property
    def is_bars(self) -> bool:
        return isinstance(self.chart, BarChart)

    def without_links(self) -> "StatisticsTable":
        """Return the table for somebody who may not open the records."""
        return replace(self, rows=[Row(row.cells) for row in self.rows])

    def dataset(self) -> tablib.Dataset:
        """Return the table for CSV and XLSX."""
        rows = [[_plain(cell) for cell in row.cells] for row in self.rows]
        return tablib.Dataset(*rows, headers=list(self.headings))

    def document(self) -> dict:
        """Return the table for JSON, with how it was made."""
        return {
            "title": str(self.title),
            "source": self.source,
            "method": self.method,
            "columns": list(self.headings),
            "rows": [[_plain(cell) for cell in row.cells] for row in self.rows],
        }


@dataclass(frozen=True)
class Chapter:
    """Tables of one matter."""

    title: str | Promise
    tables: list[StatisticsTable] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """A calendar month."""

    first: date

    @property
    def last(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """Its first moment, and the first one after it."""
        ends = self.last + timedelta(days=1)
        return (
            make_aware(datetime(self.first.year, self.first.month, 1)),
            make_aware(datetime(ends.year, ends.month, 1)),
        )

    def __str__(self) -> str:
        return f"{self.first:%m/%Y}"


def last_months(number: int = MONTHS) -> list[Month]:
    """Return the months up to this one, the oldest first."""
    found, first = [], localdate().replace(day=1)
    for _each in range(number):
        found.append(Month(first))
        first = (first - timedelta(days=1)).replace(day=1)
    return found[::-1]


def _plain(cell: Cell) -> object:
    return float(cell) if isinstance(cell, Decimal) else cell
