"""PostgreSQL's own programs get the server that DATABASE_URL names."""

from types import SimpleNamespace

import dj_database_url
import pytest

from core.backup import postgresql
from core.backup.postgresql import PostgresqlDatabase


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("postgres://portal@/portal?host=/run/pg", ["-U", "portal", "-h", "/run/pg", "portal"]),
        ("postgres://p@db.example:6432/x", ["-U", "p", "-h", "db.example", "-p", "6432", "x"]),
    ],
)
def test_the_server_is_the_one_of_the_address(monkeypatch, url, named):
    given = []
    monkeypatch.setattr(postgresql, "_capture", lambda command, _more: given.append(command))
    settings = {"OPTIONS": {}, **dj_database_url.parse(url)}
    database = SimpleNamespace(connection=SimpleNamespace(settings_dict=settings))
    PostgresqlDatabase._run(database, "pg_dump", "--version")
    assert given == [["pg_dump", "--version", *named]]


def test_the_way_of_encryption_is_handed_on(monkeypatch):
    given = []
    monkeypatch.setattr(postgresql, "_capture", lambda _command, more: given.append(more))
    settings = dj_database_url.parse("postgres://p:geheim@db/x?sslmode=require")
    database = SimpleNamespace(connection=SimpleNamespace(settings_dict=settings))
    PostgresqlDatabase._run(database, "psql")
    assert (given[0]["PGSSLMODE"], given[0]["PGPASSWORD"]) == ("require", "geheim")
