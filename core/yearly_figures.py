"""What rooms tell of a year for the report on how the portal was run.

Each room registers its section in AppConfig.ready. Only what exists counts: demo records never do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.timezone import localdate, make_aware


@dataclass(frozen=True)
class Year:
    """A year as far as it has come."""

    number: int

    @property
    def first(self) -> date:
        return date(self.number, 1, 1)

    @property
    def last(self) -> date:
        """Its last day, or today while it goes on."""
        return min(date(self.number, 12, 31), localdate())

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes."""
        return localdate().year > self.number

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """Its first moment, and the first one after it."""
        return make_aware(datetime(self.number, 1, 1)), make_aware(datetime(self.number + 1, 1, 1))


@dataclass(frozen=True)
class Figure:
    """A number with what it counts; None where it is not known."""

    label: str | Promise
    value: int | Decimal | None


@dataclass(frozen=True)
class Section:
    """The figures of one matter; `method` says from what they are counted, and how."""

    title: str | Promise
    figures: list[Figure]
    method: str | Promise


Contribution = Callable[[Year], Section]
_contributions: list[tuple[int, Contribution]] = []


def register(contribution: Contribution, position: int) -> None:
    """Add a room's section; they stand in the order of their positions."""
    _contributions.append((position, contribution))


def sections(year: Year) -> list[Section]:
    """Return what every room tells of a year."""
    in_order = sorted(_contributions, key=lambda pair: pair[0])
    return [contribution(year) for _position, contribution in in_order]
