"""Rewriting the search entries of enterprises: a few at once, many in the background."""

from collections.abc import Iterable

from django_tasks import task

from core.batches import batches
from enterprises.models import Enterprise
from enterprises.search.entries import reindex

AT_ONCE = 500  # enterprises that a request may wait for


@task()
def reindex_enterprises(keys: list[int]) -> None:
    """Rewrite the search entries of these enterprises."""
    for batch in batches(keys):
        reindex(Enterprise.objects.filter(pk__in=batch))


def reindex_all(keys: Iterable[int]) -> None:
    """Rewrite the search entries of a few enterprises now, of many soon in the background."""
    keys = list(keys)
    if len(keys) <= AT_ONCE:
        reindex(Enterprise.objects.filter(pk__in=keys))
        return
    for batch in batches(keys, 10 * AT_ONCE):
        reindex_enterprises.enqueue(batch)
