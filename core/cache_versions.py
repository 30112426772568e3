"""Data that every process caches in memory, and the versions that say when it is stale.

A write changes the version in its own transaction; a reader asks for the version (one small query,
once a request) and builds its copy anew when the version is another one.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import uuid4

from asgiref.local import Local
from django.core.signals import request_finished, request_started

from core.models import CacheVersion

Cached = TypeVar("Cached")
_copies: dict[str, tuple[tuple[str | None, ...], Any]] = {}
_request = Local()  # .versions: what this thread's request has read already


def invalidate(name: str) -> None:
    """Give the name a new version: what is cached under it has changed."""
    version = uuid4().hex
    if not CacheVersion.objects.filter(name=name).update(version=version):
        CacheVersion.objects.get_or_create(name=name, defaults={"version": version})
    if (versions := getattr(_request, "versions", None)) is not None:
        versions.clear()


def cached(key: str, names: tuple[str, ...], build: Callable[[], Cached]) -> Cached:
    """Return this process's copy of what `build` returns, built anew when a version changes."""
    versions = _versions()
    version = tuple(versions.get(name) for name in names)
    if None in version:
        return build()  # without a version no change would be noticed, so nothing is cached
    copy = _copies.get(key)
    if copy is None or copy[0] != version:
        copy = _copies[key] = (version, build())
    return copy[1]


def _versions() -> dict[str, str]:
    """Every version by name; within a request as it was when first asked for."""
    versions = getattr(_request, "versions", None)
    if versions:
        return versions
    found = dict(CacheVersion.objects.values_list("name", "version"))
    if versions is not None:
        versions.update(found)
    return found


def _begin(**kwargs) -> None:
    _request.versions = {}


def _end(**kwargs) -> None:
    _request.versions = None


request_started.connect(_begin, dispatch_uid="cache-versions-begin")
request_finished.connect(_end, dispatch_uid="cache-versions-end")
