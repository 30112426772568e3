"""The migrations make the tables that the other tests make from the models (`--no-migrations`).

It stands among the slow tests, because it looks at the database that `make run` has migrated.
"""

import sqlite3

import pytest
from django.db import connection

from tests.browser.product import RunningProduct

OWN = "django_migrations"  # which the migrations keep for themselves
SCHEMA = "SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"


def columns(execute, table: str) -> set[tuple]:
    """Name, type, whether it may be null, and place in the key of each column."""
    rows = execute(f'PRAGMA table_info("{table}")').fetchall()
    return {(name, kind, not_null, key) for _at, name, kind, not_null, _default, key in rows}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="compares two SQLite files")
@pytest.mark.django_db
def test_migrating_from_nothing_makes_what_the_models_declare(product: RunningProduct):
    migrated = sqlite3.connect(product.data / "portal.sqlite3")
    with connection.cursor() as declared:
        expected = {row for row in declared.execute(SCHEMA).fetchall() if row[2] != OWN}
        assert {row for row in migrated.execute(SCHEMA) if row[2] != OWN} == expected
        for table in (name for kind, name, _table in expected if kind == "table"):
            assert columns(migrated.execute, table) == columns(declared.execute, table), table
