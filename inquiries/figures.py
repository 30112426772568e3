"""What the Department sees of questions to enterprises: how many and how soon, never what."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from statistics import median

from django.db.models import Min
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from inquiries.models import Inquiry

QUARTERS = ("", "I", "II", "III", "IV")


@dataclass(frozen=True)
class CountedPeriod:
    """A year, or one quarter of it (0: the whole year)."""

    year: int
    quarter: int = 0

    @property
    def value(self) -> str:
        """As it stands in an address: 2026, 2026-3."""
        return f"{self.year}-{self.quarter}" if self.quarter else str(self.year)

    @property
    def label(self) -> str:
        words = {"year": self.year, "quarter": QUARTERS[self.quarter]}
        return (_("Quý %(quarter)s/%(year)s") if self.quarter else _("Năm %(year)s")) % words

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """Its first moment, and the first one after it."""
        begins = 3 * self.quarter - 2 if self.quarter else 1
        ends = self.year * 12 + begins - 1 + (3 if self.quarter else 12)
        first, after = (self.year, begins), (ends // 12, ends % 12 + 1)
        return make_aware(datetime(*first, 1)), make_aware(datetime(*after, 1))


@dataclass(frozen=True)
class Figures:
    """The counts of a period: of all enterprises, and of each that was asked."""

    total: dict
    rows: list[dict]


def periods() -> list[CountedPeriod]:
    """Years and quarters in which anything can have been sent, the newest first."""
    today = localdate()
    first = Inquiry.objects.aggregate(at=Min("created_at"))["at"]
    begin = localdate(first) if first else today
    found = []
    for year in range(today.year, begin.year - 1, -1):
        found.append(CountedPeriod(year))
        found += [CountedPeriod(year, q) for q in (4, 3, 2, 1) if _touches(year, q, begin, today)]
    return found


def _touches(year: int, quarter: int, begin: date, today: date) -> bool:
    first = (begin.year, (begin.month + 2) // 3)
    return first <= (year, quarter) <= (today.year, (today.month + 2) // 3)


def figures(period: CountedPeriod) -> Figures:
    """Return what has become, by today, of the questions that were sent in a period."""
    sent = Inquiry.objects.sent_between(*period.bounds)
    days = defaultdict(list)
    for enterprise, asked, answered in sent.answer_times():
        days[enterprise].append((answered - asked).total_seconds() / 86_400)
    everyone = [number for numbers in days.values() for number in numbers]
    return Figures(
        {**sent.counts(), "days": _median(everyone)},
        [{**row, "days": _median(days[row["enterprise"]])} for row in sent.counts_by_enterprise()],
    )


def _median(days: list[float]) -> Decimal | None:
    """To one decimal; None where nothing was answered."""
    return Decimal(f"{median(days):.1f}") if days else None
