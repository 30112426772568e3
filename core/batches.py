"""Long rows of things in handy pieces."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def batches(items: Iterable[Item], size: int = 500) -> Iterator[list[Item]]:
    """Yield the items in lists of at most `size` (itertools.batched comes with Python 3.12)."""
    items = iter(items)
    while batch := list(islice(items, size)):
        yield batch
