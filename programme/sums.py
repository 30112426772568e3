"""Sums of budget lines: every total is added up from the lines and kept nowhere."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

Key = TypeVar("Key", bound=Hashable)
COLUMNS = ("planned", "appraised", "approved", "allocated", "disbursed")


@dataclass(frozen=True)
class Sums:
    """What lines come to, in đồng; None where nothing has been filled in, which is not zero."""

    planned: int | None = None
    appraised: int | None = None
    approved: int | None = None
    allocated: int | None = None
    disbursed: int | None = None
    # How many of the lines in it were appraised, approved far from what was asked for.
    appraised_apart: int = field(default=0, compare=False)
    approved_apart: int = field(default=0, compare=False)

    def __add__(self, other: "Sums") -> "Sums":
        amounts = map(_added, self.amounts, other.amounts)
        return Sums(
            *amounts,
            appraised_apart=self.appraised_apart + other.appraised_apart,
            approved_apart=self.approved_apart + other.approved_apart,
        )

    @property
    def amounts(self) -> list[int | None]:
        """In the order of the columns of a budget."""
        return [getattr(self, name) for name in COLUMNS]

    @property
    def marked(self) -> list[tuple[int | None, int]]:
        """Each amount with the number of lines in it that are far from what was asked for."""
        apart = {"appraised": self.appraised_apart, "approved": self.approved_apart}
        return [(getattr(self, name), apart.get(name, 0)) for name in COLUMNS]


class HasSums(Protocol):
    """What has sums of its own: a line of a budget."""

    @property
    def sums(self) -> Sums: ...


Line = TypeVar("Line", bound=HasSums)


def sums(lines: Iterable[HasSums]) -> Sums:
    """Add up the sums of these lines."""
    return sum((line.sums for line in lines), Sums())


def sums_by(lines: Iterable[Line], key: Callable[[Line], Key]) -> dict[Key, Sums]:
    """Add up the lines under each key, in the order in which the keys come first."""
    found: dict[Key, Sums] = {}
    for line in lines:
        found[key(line)] = found.get(key(line), Sums()) + line.sums
    return found


def _added(one: int | None, other: int | None) -> int | None:
    """Add what is there; None where neither is."""
    known = [amount for amount in (one, other) if amount is not None]
    return sum(known) if known else None
