"""Small portals of a database and two folders, to be backed up and restored."""

from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from core.backup.place import DataPlace

TABLES = [
    "CREATE TABLE django_migrations (id integer PRIMARY KEY, app varchar(99), name varchar(99),"
    " applied timestamp)",
    "INSERT INTO django_migrations VALUES (1, 'things', '0001_initial', '2026-11-30 12:00')",
    "CREATE TABLE things (id integer PRIMARY KEY, name varchar(99))",
    "CREATE TABLE parts (id integer PRIMARY KEY, thing integer REFERENCES things (id))",
    "INSERT INTO things VALUES (1, 'Khuôn ép nhựa')",
]
MANY = (
    "INSERT INTO things WITH RECURSIVE keys (key) AS"
    " (SELECT 2 UNION ALL SELECT key + 1 FROM keys WHERE key < 3000) SELECT key, 'x' FROM keys"
)
ON_SQLITE = pytest.mark.parametrize("make_place", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("make_place", ["postgresql"], indirect=True)
KNOWN = {"things.0001_initial"}


def connected(settings: dict) -> BaseDatabaseWrapper:
    return ConnectionHandler({"default": settings})["default"]


def run(place: DataPlace, *statements: str) -> list:
    with place.database.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def names(place: DataPlace) -> list[str]:
    return [name for (name,) in run(place, "SELECT name FROM things ORDER BY id")]


def put(place: DataPlace, name: str, content: bytes) -> Path:
    root, inside = name.split("/", 1)
    path = place.roots[root] / inside
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def stored(place: DataPlace) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in place.files()}


def hidden(place: DataPlace) -> list[str]:
    """What a backup or restore has left behind, beside the locks."""
    left = [path.name for root in place.roots.values() for path in root.glob(".*")]
    return sorted({*left} - {".in-use", ".backup.lock"})


def sqlite_in(folder: Path) -> dict:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "portal.sqlite3",
        "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"},
    }


def administer(statement: str) -> None:
    """Run what PostgreSQL does outside transactions alone."""
    own = connection.copy()
    with own.cursor() as cursor:
        cursor.execute(statement)
    own.close()
