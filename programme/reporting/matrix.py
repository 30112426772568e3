"""Who has reported when: agencies by quarters, with totals."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.timezone import localdate

from core.text import sort_key
from programme.models import Agency, Programme
from programme.periods import Period
from programme.reporting.fulfilment import Fulfilment, Timeliness, fulfilments
from programme.reporting.obligations import Obligations

# Which of a cell's states stands for it: the one that is furthest from a report in time.
WORST_FIRST = (
    Timeliness.MISSING,
    Timeliness.RETURNED,
    Timeliness.LATE,
    Timeliness.DUE,
    Timeliness.NOT_DUE,
    Timeliness.ON_TIME,
)


@dataclass(frozen=True)
class ComplianceTally:
    """How many owed reports stand how; `judged` are those whose deadline is past."""

    counts: Counter[Timeliness] = field(default_factory=Counter)
    judged: int = 0
    in_time: int = 0  # of those judged
    afterwards: int = 0  # entered afterwards

    @classmethod
    def of(cls, fulfilments: list[Fulfilment], are_judged: bool) -> "ComplianceTally":
        """Count the fulfilments of one quarter, whose deadline is past or not."""
        counts = Counter(fulfilment.timeliness for fulfilment in fulfilments)
        judged, in_time = (len(fulfilments), counts[Timeliness.ON_TIME]) if are_judged else (0, 0)
        entered = sum(1 for fulfilment in fulfilments if fulfilment.entered_afterwards)
        return cls(counts, judged, in_time, entered)

    def __add__(self, other: "ComplianceTally") -> "ComplianceTally":
        return ComplianceTally(
            self.counts + other.counts,
            self.judged + other.judged,
            self.in_time + other.in_time,
            self.afterwards + other.afterwards,
        )

    @property
    def owed(self) -> int:
        return self.counts.total()

    @property
    def parts(self) -> list[tuple[Timeliness, int]]:
        """Each state that occurs with its number, the worst first."""
        return [(each, self.counts[each]) for each in WORST_FIRST if self.counts[each]]

    @property
    def worst(self) -> Timeliness:
        return self.parts[0][0]

    @property
    def worst_count(self) -> int:
        return self.parts[0][1]

    @property
    def others(self) -> list[tuple[Timeliness, int]]:
        """The states that are better than the worst one."""
        return self.parts[1:]

    @property
    def percent(self) -> Decimal | None:
        """Reports in time of all that were owed by now, in per cent; none where none were."""
        if not self.judged:
            return None
        share = Decimal(100) * self.in_time / self.judged
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class AgencyRow:
    """One agency's quarters; a quarter in which it owes nothing is empty."""

    agency: Agency
    by_quarter: list[tuple[Period, ComplianceTally | None]]
    total: ComplianceTally


@dataclass(frozen=True)
class Matrix:
    """Agencies by quarters."""

    rows: list[AgencyRow]
    by_quarter: list[tuple[Period, ComplianceTally]]  # all agencies together
    total: ComplianceTally

    @property
    def quarters(self) -> list[Period]:
        return [quarter for quarter, _tally in self.by_quarter]


class Compliance:
    """All that a programme's agencies owe, and how it stands on a day; queries do not grow."""

    def __init__(self, programme: Programme, today: date | None = None) -> None:
        self.programme, self.today = programme, today or localdate()
        self.quarters = programme.reported_quarters
        self.obligations = Obligations(programme)
        self.fulfilments = fulfilments(programme, self.obligations.of(self.quarters), self.today)
        self.agencies = {
            each.obligation.agency.pk: each.obligation.agency for each in self.fulfilments
        }
        self._tallies = self._counted()

    def _counted(self) -> dict[tuple[int, Period], ComplianceTally]:
        cells = defaultdict(list)
        for fulfilment in self.fulfilments:
            cells[fulfilment.obligation.agency.pk, fulfilment.obligation.quarter].append(fulfilment)
        return {
            key: ComplianceTally.of(found, self.is_judged(key[1])) for key, found in cells.items()
        }

    def is_judged(self, quarter: Period) -> bool:
        """Whether the quarter's deadline is past."""
        return self.today > self.programme.deadline(quarter)

    @property
    def years(self) -> list[int]:
        """The years on which agencies report here."""
        return sorted({quarter.year for quarter in self.quarters})

    @property
    def latest(self) -> Period:
        """The last quarter that has closed; the first one of all while none has."""
        closed = [quarter for quarter in self.quarters if quarter.has_closed(self.today)]
        return (closed or self.quarters[:1])[-1]

    def matrix(self, first_year: int, last_year: int) -> Matrix:
        """Return the quarters of these years, by the agencies that owe something in them."""
        quarters = [each for each in self.quarters if first_year <= each.year <= last_year]
        agencies = sorted(self.agencies.values(), key=lambda agency: sort_key(agency.name))
        rows = [self._row(agency, quarters) for agency in agencies]
        rows = [row for row in rows if row.total.owed]
        return Matrix(rows, self._all(quarters), _sum(row.total for row in rows))

    def _row(self, agency: Agency, quarters: list[Period]) -> AgencyRow:
        cells = [(quarter, self._tallies.get((agency.pk, quarter))) for quarter in quarters]
        return AgencyRow(agency, cells, _sum(cell for _quarter, cell in cells))

    def trend(self) -> list[tuple[Period, ComplianceTally]]:
        """Each quarter of which anything was owed by now, in the order of time."""
        return [(quarter, tally) for quarter, tally in self._all(self.quarters) if tally.judged]

    def _all(self, quarters: list[Period]) -> list[tuple[Period, ComplianceTally]]:
        """Each quarter with all agencies together."""
        by_quarter: dict[Period, ComplianceTally] = defaultdict(ComplianceTally)
        for (_agency, quarter), tally in self._tallies.items():
            by_quarter[quarter] += tally
        return [(quarter, by_quarter[quarter]) for quarter in quarters]


def _sum(tallies: Iterable[ComplianceTally | None]) -> ComplianceTally:
    return sum((each for each in tallies if each), ComplianceTally())
