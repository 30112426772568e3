"""Reporting periods of the state, by their data closing days (Decree 09/2019/NĐ-CP, article 12).

A quarter runs from the 15th of the month before it to the 14th of its last month, so that the
agencies have the end of the month to report in. Half-years and years close on the same days.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CLOSING_DAY = 14
ROMAN = ("I", "II", "III", "IV")
_CODE = re.compile(r"(\d{4})(?:-([QH])([1-4]))?")


class PeriodKind(models.TextChoices):
    """How long a period is; `months` of each."""

    QUARTER = "quarter", gettext_lazy("Quý")
    HALF = "half", gettext_lazy("6 tháng")
    YEAR = "year", gettext_lazy("Năm")

    @property
    def months(self) -> int:
        return {"quarter": 3, "half": 6, "year": 12}[self.value]

    @property
    def letter(self) -> str:
        """What marks the kind in a code: 2026-Q3, 2026-H1, 2026."""
        return {"quarter": "Q", "half": "H", "year": ""}[self.value]


@dataclass(frozen=True, order=True)
class Period:
    """One quarter, half-year or year; those of one kind are in the order of time."""

    year: int
    number: int = 1  # 1 to 4 for quarters, 1 or 2 for half-years, 1 for a year
    kind: PeriodKind = PeriodKind.YEAR

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9998 and 1 <= self.number <= 12 // self.kind.months):
            raise ValueError(f"no such period: {self.year} {self.kind} {self.number}")

    def __str__(self) -> str:
        words = {"year": self.year, "number": ROMAN[self.number - 1]}
        if self.kind == PeriodKind.QUARTER:
            return _("quý %(number)s năm %(year)s") % words
        if self.kind == PeriodKind.YEAR:
            return _("năm %(year)s") % words
        halves = (_("6 tháng đầu năm %(year)s"), _("6 tháng cuối năm %(year)s"))
        return halves[self.number - 1] % words

    @classmethod
    def read(cls, code: str) -> "Period":
        """Return the period that a code (see `code`) names; ValueError where there is none."""
        if not (found := _CODE.fullmatch(code)):
            raise ValueError(f"no such period: {code!r}")
        year, letter, number = found.groups()
        kind = {"Q": PeriodKind.QUARTER, "H": PeriodKind.HALF, None: PeriodKind.YEAR}[letter]
        return cls(int(year), int(number or 1), kind)

    @classmethod
    def on(cls, day: date, kind: PeriodKind = PeriodKind.QUARTER) -> "Period":
        """Return the period in which a day lies: from 15 December on the next year's first."""
        month = day.year * 12 + day.month - 1 + (day.day > CLOSING_DAY)
        year, since = divmod(month, 12)
        return cls(year, since // kind.months + 1, kind)

    @property
    def code(self) -> str:
        """The period in a URL or a file's name: 2026-Q3, 2026-H1, 2026."""
        mark = f"-{self.kind.letter}{self.number}" if self.kind.letter else ""
        return f"{self.year:04}{mark}"

    @property
    def closes(self) -> date:
        """The last day of which the period's report tells."""
        return date(self.year, self.number * self.kind.months, CLOSING_DAY)

    @property
    def begins(self) -> date:
        """The first day of which the period's report tells: the one after the last one closed."""
        return self.previous.closes + timedelta(days=1)

    @property
    def previous(self) -> "Period":
        return self._after(-1)

    @property
    def next(self) -> "Period":
        return self._after(1)

    @property
    def quarters(self) -> list["Period"]:
        """The quarters of which it consists."""
        each = self.kind.months // 3
        first = (self.number - 1) * each + 1
        return [
            Period(self.year, number, PeriodKind.QUARTER) for number in range(first, first + each)
        ]

    def has_closed(self, day: date) -> bool:
        """Whether all of it is over on that day."""
        return day > self.closes

    def _after(self, count: int) -> "Period":
        each = 12 // self.kind.months
        year, number = divmod(self.year * each + self.number - 1 + count, each)
        return Period(year, number + 1, self.kind)


def quarters(first: Period, last: Period) -> Iterator[Period]:
    """Every quarter from one to another, both included; none where they stand in no order."""
    while first <= last:
        yield first
        first = first.next
