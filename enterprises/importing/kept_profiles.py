"""Profiles that the enterprises themselves keep: an import proposes changes, it makes none.

The app that knows who keeps a profile registers in its AppConfig.ready:
`kept_profiles.register(which, propose, fields)`.
"""

from collections.abc import Callable, Collection
from enum import Enum

from accounts.models import User


class Keeping(Enum):
    """How an enterprise that keeps its profile takes a proposal."""

    OPEN = "open"
    BUSY = "busy"  # its members are writing, or something of it waits for review


Which = Callable[[Collection[int]], dict[int, Keeping]]
Write = Callable[[], None]
Propose = Callable[[list[int], Write, User | None], None]
_keepers: list[tuple[Which, Propose]] = []
_fields: set[str] = set()


def register(which: Which, propose: Propose, fields: Collection[str]) -> None:
    """Add who tells which of these enterprises are kept, and files what `write` would change.

    `fields` are the enterprise's own fields that a proposal can name.

    `propose` runs in the import's transaction and leaves nothing of what `write` wrote.
    """
    _keepers.append((which, propose))
    _fields.update(fields)


def can_be_proposed(field: str) -> bool:
    """Return whether a proposal can name this field of an enterprise."""
    return field in _fields


def kept(keys: Collection[int]) -> dict[int, Keeping]:
    """Return those of the enterprises that keep their profiles, and how they take a proposal."""
    return {key: how for which, _propose in _keepers for key, how in which(keys).items()}


def propose(keys: list[int], write: Write, by: User | None) -> None:
    """File what `write` would change about these enterprises as proposals."""
    for _which, file_proposals in _keepers:
        file_proposals(keys, write, by)
