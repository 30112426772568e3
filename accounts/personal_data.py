"""All that the portal keeps of a person: each room says what it keeps, and erases it at the end.

A room registers in its AppConfig.ready: `personal_data.register("enterprises", tell, erase)`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True)
class Keeper:
    """A room that keeps something of people: `tell` gives it as JSON can hold it."""

    tell: Callable[[User], object]
    erase: Callable[[User], None] | None = None


_keepers: dict[str, Keeper] = {}


def register(
    name: str,
    tell: Callable[[User], object],
    erase: Callable[[User], None] | None = None,
) -> None:
    """Add what a room keeps under its name; `erase` runs in the transaction that closes."""
    _keepers[name] = Keeper(tell, erase)


def all_about(user: User) -> dict[str, object]:
    """What every room keeps of this person, by room."""
    return {name: keeper.tell(user) for name, keeper in _keepers.items()}


def erase_all_about(user: User) -> None:
    """Have every room take out of its records, and of their histories, what names this person."""
    for keeper in _keepers.values():
        if keeper.erase is not None:
            keeper.erase(user)
