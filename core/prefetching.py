"""Filling the prefetch cache of an instance with objects that are in memory already.

Django's `prefetch_related_objects` always queries; this is the one place that uses the attributes
in which it stores what it has read (django.db.models.query.prefetch_one).
"""

from collections.abc import Iterable

from django.db import models


def set_prefetched(instance: models.Model, name: str, objects: Iterable[models.Model]) -> None:
    """Make `instance.<name>.all()` return these objects, in their order and without a query.

    `name` is a many-to-many field of a saved instance. Filtering the relation still queries.
    """
    cache: dict[str, models.QuerySet] = instance.__dict__.setdefault(
        "_prefetched_objects_cache", {}
    )
    cache.pop(name, None)
    related = getattr(instance, name).get_queryset()
    related._result_cache, related._prefetch_done = list(objects), True
    cache[name] = related
