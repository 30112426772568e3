"""Which of several databases is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar


class Chosen:
    """Router: every model is read from the database that is being measured."""

    alias = "default"
    # What a process that serves one database keeps in memory; the databases share their versions.
    copies: ClassVar[dict[str, dict]] = {}

    def db_for_read(self, model, **hints) -> str:
        return Chosen.alias

    def allow_relation(self, one, other, **hints) -> bool:
        return True


@contextmanager
def chosen(alias: str) -> Iterator[None]:
    """Within it, all models read this database."""
    from core import cache_versions

    before, Chosen.alias = Chosen.alias, alias
    cache_versions._copies = Chosen.copies.setdefault(alias, {})
    try:
        yield
    finally:
        Chosen.alias = before
        cache_versions._copies = Chosen.copies.setdefault(before, {})
