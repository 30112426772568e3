"""What other rooms ask of those who keep a profile, each with the way to it.

This room imports none of them: a room registers in its AppConfig.ready how it finds what is asked.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Duty:
    """One thing to do or to look at."""

    label: str
    address: str


Finder = Callable[[Iterable[int]], Mapping[int, list[Duty]]]
_finders: list[Finder] = []


def register(find: Finder) -> None:
    """Add what a room asks: given the ids of enterprises, the duties of each that has any.

    It reads a constant number of queries.
    """
    _finders.append(find)


def duties_of(enterprises: Iterable[int]) -> dict[int, list[Duty]]:
    """All that is asked of these enterprises."""
    keys, found = list(enterprises), {}
    for find in _finders if keys else ():
        for key, duties in find(keys).items():
            found.setdefault(key, []).extend(duties)
    return found
