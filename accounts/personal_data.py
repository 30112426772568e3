"""Personal data of an account: each app exports what it stores, and erases it at the end.

An app registers in its AppConfig.ready: `personal_data.register("enterprises", export, erase)`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True)
class DataSource:
    """An app that stores personal data: `export` returns it as JSON can hold it."""

    export: Callable[[User], object]
    erase: Callable[[User], None] | None = None


_sources: dict[str, DataSource] = {}


def register(
    name: str,
    export: Callable[[User], object],
    erase: Callable[[User], None] | None = None,
) -> None:
    """Add the data of an app under its name; `erase` runs in the transaction that closes."""
    _sources[name] = DataSource(export, erase)


def all_about(user: User) -> dict[str, object]:
    """Return what every app stores of this person, by app."""
    return {name: source.export(user) for name, source in _sources.items()}


def erase_all_about(user: User) -> None:
    """Have every app take out of its records, and of their histories, what names this person."""
    for source in _sources.values():
        if source.erase is not None:
            source.erase(user)
