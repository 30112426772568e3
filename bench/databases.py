"""Which of several databases is asked."""

from collections.abc import Iterator
from contextlib import contextmanager


class Chosen:
    """Router: every model is read from the database that is being measured."""

    alias = "default"

    def db_for_read(self, model, **hints) -> str:
        return Chosen.alias

    def allow_relation(self, one, other, **hints) -> bool:
        return True


@contextmanager
def chosen(alias: str) -> Iterator[None]:
    """Within it, all models read this database."""
    before, Chosen.alias = Chosen.alias, alias
    try:
        yield
    finally:
        Chosen.alias = before
