"""Sums of budget lines: every total is added up from the lines and kept nowhere."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, fields
from typing import Protocol, TypeVar

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
