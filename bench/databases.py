"""The databases that are measured: their names and URLs, how they are made, which one is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar
from urllib.parse import urlsplit

from bench.fill import BASE


def read_sizes(text: str) -> list[int]:
    """Return the numbers of enterprises in `text`, the smallest first; SystemExit for a wrong one.

    Beyond BASE a database holds whole copies of it.
    """
    sizes = sorted({int(word) for word in text.split() if word.isdecimal()})
    if not sizes or len(text.split()) != len(sizes):
        raise SystemExit(f"SIZES must be different whole numbers, not {text!r}.")
    if wrong := [size for size in sizes if size < 1 or (size > BASE and size % BASE)]:
        raise SystemExit(f"SIZES over {BASE} must be its multiples, not {wrong}.")
    return sizes


def to_fill(sizes: list[int]) -> list[int]:
    """Return the sizes to prepare, in this order: the larger ones begin as a copy of BASE."""
    return sorted({*sizes, BASE}) if max(sizes) > BASE else sizes


def database_name(size: int) -> str:
    """Return the name of the database of this size on the server."""
    return f"portal_bench_{size}"


def url_of(server: str, name: str) -> str:
    """Return the URL of a database of the same server, with the same options."""
    parts = urlsplit(server)
    return f"{parts.scheme}://{parts.netloc}/{name}" + (f"?{parts.query}" if parts.query else "")


def create(cursor, size: int) -> None:
    """Create the database of this size unless it is there; `cursor` is in no transaction."""
    name = database_name(size)
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    if not cursor.fetchone():
        template = database_name(BASE) if size > BASE else "template1"
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


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
