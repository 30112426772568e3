"""What other rooms ask of the members of an enterprise, and where they lead them, on their list.

This room imports none of them: a room registers in its AppConfig.ready how it finds what it asks.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class AccountTask:
    """One thing to do or to look at."""

    label: str
    url: str


# Keys of enterprises -> the tasks of each that has any, in a constant number of queries.
Find = Callable[[Iterable[int]], Mapping[int, list[AccountTask]]]
_tasks: list[Find] = []
_links: list[Find] = []


def register(find: Find) -> None:
    """Add what a room asks of members."""
    _tasks.append(find)


def register_links(find: Find) -> None:
    """Add pages of a room that stand beside the profile's own at any time."""
    _links.append(find)


def tasks_of(enterprises: Iterable[int]) -> dict[int, list[AccountTask]]:
    """Return all that is asked of the members of these enterprises."""
    return _found(_tasks, list(enterprises))


def links_of(enterprises: Iterable[int]) -> dict[int, list[AccountTask]]:
    """Return the pages that other rooms have for the members of these enterprises."""
    return _found(_links, list(enterprises))


def _found(finders: list[Find], enterprises: list[int]) -> dict[int, list[AccountTask]]:
    found: dict[int, list[AccountTask]] = {}
    for find in finders if enterprises else ():
        for enterprise, tasks in find(enterprises).items():
            found.setdefault(enterprise, []).extend(tasks)
    return found
