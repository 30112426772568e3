"""Sums of budget lines: every total is added up from the lines and kept nowhere."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from programme.models import BudgetLine

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Sums:
    """What lines come to, in đồng; what is not appraised or approved yet counts nothing."""

    planned: int = 0
    appraised: int = 0
    approved: int = 0
    allocated: int = 0
    disbursed: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(a + b for a, b in zip(self.amounts, other.amounts, strict=True)))

    @property
    def amounts(self) -> list[int]:
        """In the order of the columns of a budget."""
        return [getattr(self, field.name) for field in fields(self)]


def sums(lines: Iterable["BudgetLine"]) -> Sums:
    """What these lines come to together."""
    return sum((line.sums for line in lines), Sums())


def sums_by(lines: Iterable["BudgetLine"], key: Callable[["BudgetLine"], Key]) -> dict[Key, Sums]:
    """What the lines under each key come to, in the order in which the keys come first."""
    found: dict[Key, Sums] = {}
    for line in lines:
        found[key(line)] = found.get(key(line), Sums()) + line.sums
    return found
