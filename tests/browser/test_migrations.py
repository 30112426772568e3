"""An empty database gets the same tables from the models at once as from all migrations.

One migration after the other takes minutes, so that is tried with HYPOTHESIS_PROFILE=thorough
alone; that a fresh portal has the tables of the models is seen in every run.
"""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.browser.product import NOT_HERS, ROOT, RunningProduct
from tests.fuzzing import THOROUGH

OWN = "django_migrations"  # which the migrations keep for themselves
SCHEMA = "SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="compares SQLite files"),
    pytest.mark.django_db,
]


@pytest.fixture(scope="module")
def at_once(product: RunningProduct) -> sqlite3.Connection:
    """The database of a fresh portal."""
    return sqlite3.connect(product.data / "portal.sqlite3")


@pytest.fixture(scope="module")
def step_by_step(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    """A database that is not empty when the migrations begin."""
    if not THOROUGH:
        pytest.skip("takes minutes: HYPOTHESIS_PROFILE=thorough tries it")
    data = tmp_path_factory.mktemp("migrated")
    for app in (["contenttypes"], []):
        migrate(data, *app)
    return sqlite3.connect(data / "portal.sqlite3")


def migrate(data: Path, *words: str) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in NOT_HERS}
    subprocess.run(  # noqa: S603 -- the project's own command
        [sys.executable, "manage.py", "migrate", "-v", "0", *words],
        cwd=ROOT,
        env={**kept, "PORTAL_ENV": "local", "PORTAL_DATA": str(data)},
        check=True,
    )


def columns(execute, table: str) -> set[tuple]:
    """Name, type, whether it may be null, and place in the key of each column."""
    rows = execute(f'PRAGMA table_info("{table}")').fetchall()
    return {(name, kind, not_null, key) for _at, name, kind, not_null, _default, key in rows}


@pytest.mark.parametrize("way", ["at_once", "step_by_step"])
def test_the_tables_are_those_that_the_models_declare(way: str, request: pytest.FixtureRequest):
    made = request.getfixturevalue(way)
    with connection.cursor() as declared:
        expected = {row for row in declared.execute(SCHEMA).fetchall() if row[2] != OWN}
        assert {row for row in made.execute(SCHEMA) if row[2] != OWN} == expected
        for table in (name for kind, name, _table in expected if kind == "table"):
            assert columns(made.execute, table) == columns(declared.execute, table), table


def test_both_know_the_same_migrations_and_permissions(at_once, step_by_step):
    for query in (
        "SELECT app, name FROM django_migrations",
        "SELECT app_label, model, codename FROM auth_permission p"
        " JOIN django_content_type t ON t.id = p.content_type_id",
    ):
        once, after_each_other = [set(each.execute(query)) for each in (at_once, step_by_step)]
        assert once == after_each_other
        assert once
