"""Telling other rooms that a term or a place has changed, so that they renew what they derive.

A room registers in its AppConfig.ready: `changed_terms.register(affected_by, renew)`.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from django.db import models

# (model, primary keys, changed fields or None for a deletion) -> keys of the records that use them.
AffectedBy = Callable[[type[models.Model], Collection, Collection[str] | None], list[int]]
Renew = Callable[[list[int]], None]
_listeners: list[tuple[AffectedBy, Renew]] = []


def register(affected_by: AffectedBy, renew: Renew) -> None:
    """Add a room: how it finds its records that use some terms, and how it renews them."""
    _listeners.append((affected_by, renew))


@contextmanager
def changing(
    model: type[models.Model], keys: Collection, fields: Collection[str] | None = None
) -> Iterator[None]:
    """Change or delete terms within the block; afterwards every room renews what used them.

    The users are looked up before the block, because a deletion takes the term from them.
    """
    affected = [(affected_by(model, keys, fields), renew) for affected_by, renew in _listeners]
    yield
    for records, renew in affected:
        if records:
            renew(records)
