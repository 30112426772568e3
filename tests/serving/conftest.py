"""The portal as its server command serves it, on SQLite: the database is none of its matters."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import override_settings

from tests.serving.processes import PYTHON, answers, free_port, running, until


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    skip = pytest.mark.skip(reason="how the portal is served is tested once, on SQLite")
    for item in items:
        if "/tests/serving/" in str(item.path):
            # With it the tables are made that the processes get a copy of.
            item.add_marker(pytest.mark.django_db if connection.vendor == "sqlite" else skip)


@pytest.fixture(scope="session")
def tables(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """A file with all tables, empty, in which all migrations and start data count as done."""
    path = tmp_path_factory.mktemp("tables") / "portal.sqlite3"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    with override_settings(MIGRATION_MODULES={}):  # which the suite does without
        known = MigrationLoader(None).disk_migrations
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE IF NOT EXISTS django_migrations (id integer PRIMARY KEY AUTOINCREMENT,"
            " app varchar(255) NOT NULL, name varchar(255) NOT NULL, applied datetime NOT NULL)"
        )
        now = datetime.now(UTC).isoformat()
        database.executemany(
            "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)",
            [(*each, now) for each in known],
        )
        database.executemany(
            "INSERT INTO core_loadedfixture (name, loaded_at) VALUES (?, ?)",
            [(path.stem, now) for path in (settings.BASE_DIR / "fixtures").glob("*.json")],
        )
    database.close()
    return path


@pytest.fixture
def data_folder(tables: Path, tmp_path: Path) -> Path:
    """A data folder of a portal that has started before, so that it starts quickly."""
    shutil.copy(tables, tmp_path / "portal.sqlite3")
    return tmp_path


@pytest.fixture(scope="session")
def portal_folder(tables: Path, tmp_path_factory) -> Path:
    """The data folder of `portal`."""
    folder = tmp_path_factory.mktemp("portal")
    shutil.copy(tables, folder / "portal.sqlite3")
    return folder


@pytest.fixture(scope="session")
def portal(portal_folder: Path) -> Iterator[int]:
    """The port of the server command of `make run`; settings that need no collected files."""
    folder, port = portal_folder, free_port()
    own = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PORTAL_DATA": folder, "PORT": port}
    command = [PYTHON, "-m", "gunicorn", "portal.wsgi:application"]
    with running(command, folder / "log", PORTAL_ENV="local", WEB_CONCURRENCY=2, **own):
        until(lambda: answers(port), "no page")
        yield port
