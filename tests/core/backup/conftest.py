"""Places on both kinds of database."""

from collections.abc import Iterator

import pytest
from django.db import connection

from core.backup import restoring
from core.backup.place import DATABASES, DataPlace
from core.backup.postgresql import WIPE
from tests.core.backup.places import KNOWN, TABLES, administer, connected, put, run, sqlite_in


@pytest.fixture(scope="module")
def postgresql_names(django_db_setup, django_db_blocker) -> Iterator[list[str]]:
    """Two databases: the programs of PostgreSQL see nothing of a test's transaction."""
    names = [f"{connection.settings_dict['NAME']}_backup_{number}" for number in range(2)]
    with django_db_blocker.unblock():
        for name in names:
            administer(f'CREATE DATABASE "{name}" TEMPLATE template0')
        yield names
        for name in names:
            administer(f'DROP DATABASE "{name}"')


@pytest.fixture(params=["sqlite", "postgresql"])
def make_place(request, tmp_path, monkeypatch) -> Iterator:
    """Make empty places on a kind of database, as many as a test asks for."""
    if request.param == "postgresql" and connection.vendor != "postgresql":
        pytest.skip("needs DATABASE_URL to a PostgreSQL server")
    monkeypatch.setattr(restoring, "known_migrations", lambda: KNOWN)
    made: list[DataPlace] = []

    def make() -> DataPlace:
        folder = tmp_path / f"place{len(made)}"
        folder.mkdir()
        settings = sqlite_in(folder)
        if request.param == "postgresql":
            name = request.getfixturevalue("postgresql_names")[len(made)]
            settings = {**connection.settings_dict, "NAME": name}
        roots = {name: folder / name for name in ("media", "private")}
        made.append(DataPlace(DATABASES[request.param](connected(settings)), roots))
        if request.param == "postgresql":
            run(made[-1], WIPE)
        return made[-1]

    yield make
    for place in made:
        place.database.connection.close()


@pytest.fixture
def place(make_place) -> DataPlace:
    """A portal with a row and two files."""
    place = make_place()
    run(place, *TABLES)
    put(place, "media/photo/a.jpg", b"picture")
    put(place, "private/claim/b.pdf", b"evidence")
    return place
