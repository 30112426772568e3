"""A page waits seconds for the database, other work as long as it takes."""

import runpy
import socket
import time

import psycopg2
import pytest
from django.conf import settings
from django.core import wsgi
from django.db import OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.backends.sqlite3.base import DatabaseWrapper
from psycopg2 import extensions

from core.backup import occupancy
from core.operations import waits


@pytest.fixture
def limited():
    """This process waits as one that serves pages, until the test ends."""
    waits.limit()
    yield
    connection_created.disconnect(waits._limit_connection)
    extensions.set_wait_callback(None)
    waits._silent_at.clear()
    connection.close()


def test_the_process_that_serves_pages_is_limited_and_keeps_a_restore_away(monkeypatch):
    called = []
    monkeypatch.setattr(wsgi, "get_wsgi_application", lambda: None)
    monkeypatch.setattr(waits, "limit", lambda: called.append("limited"))
    monkeypatch.setattr(occupancy, "occupy", lambda: called.append("occupied"))
    runpy.run_path(str(settings.BASE_DIR / "portal/wsgi.py"))
    assert called == ["occupied", "limited"]


def test_a_page_waits_as_long_as_the_operator_is_told():
    told = " ".join((settings.BASE_DIR / "README.md").read_text().split())
    waited = (waits.CONNECTING, waits.LOCK, waits.STATEMENT, waits.SQLITE_LOCK)
    words = "connecting may take {} seconds, a lock {}, a statement {} (on SQLite a lock {})"
    assert words.format(*waited) in told
    assert waits.SILENCE < 15, "of one that hangs as a whole nobody waits a minute"


def test_a_server_that_takes_the_call_and_says_nothing_is_given_up(limited, monkeypatch):
    monkeypatch.setattr(waits, "CONNECTING", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as frozen:
        began = time.monotonic()
        with pytest.raises(psycopg2.OperationalError, match=r"silent for 0\.1 seconds"):
            psycopg2.connect(host="127.0.0.1", port=frozen.getsockname()[1], user="portal")
        assert time.monotonic() - began < 2
    assert waits._for_connecting() == waits.CONNECTING_AGAIN, "the next does not wait so long"


def test_soon_after_a_silence_nobody_waits_long_for_the_next(limited, monkeypatch):
    moment = 100.0
    monkeypatch.setattr(waits, "_silent_at", [])
    monkeypatch.setattr(waits.time, "monotonic", lambda: moment)
    assert waits._for_connecting() == waits.CONNECTING
    waits._silent_at[:] = [moment]
    moment += 9
    assert waits._for_connecting() == waits.CONNECTING_AGAIN
    moment += 1
    assert waits._for_connecting() == waits.CONNECTING


@pytest.mark.django_db
def test_a_lock_of_sqlite_is_waited_for_ten_seconds_by_a_page_and_sixty_by_others(tmp_path):
    settings = {"NAME": tmp_path / "x.sqlite3", "OPTIONS": {"timeout": 60}}
    base = dict.fromkeys(("TIME_ZONE", "CONN_MAX_AGE"), None)
    more = {"AUTOCOMMIT": True, "CONN_HEALTH_CHECKS": False, "ATOMIC_REQUESTS": False}
    wrapper = DatabaseWrapper({**base, **more, **settings})

    def wait() -> int:
        with wrapper.cursor() as cursor:
            return cursor.execute("PRAGMA busy_timeout").fetchone()[0]

    assert wait() == 60_000
    waits._limit_connection(connection=wrapper)
    assert wait() == 10_000
    wrapper.close()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such time-outs")
@pytest.mark.django_db(transaction=True)
class TestPostgreSQL:
    @pytest.fixture(autouse=True)
    def anew(self, limited):
        connection.close()

    def shown(self, name: str) -> str:
        with connection.cursor() as cursor:
            cursor.execute(f"SHOW {name}")
            return cursor.fetchone()[0]

    def test_statements_and_locks_end(self):
        assert self.shown("statement_timeout") == "10s"
        assert self.shown("lock_timeout") == "5s"

    def test_other_processes_have_no_limit(self):
        connection_created.disconnect(waits._limit_connection)
        connection.close()
        assert self.shown("statement_timeout") == "0"

    def test_a_silent_server_is_given_up_and_the_connection_with_it(self, monkeypatch):
        connection.ensure_connection()
        token = waits._silence.set(0.1)
        try:
            with (
                pytest.raises(OperationalError, match=r"silent for 0\.1 seconds"),
                connection.cursor() as cursor,
            ):
                cursor.execute("SELECT pg_sleep(3)")
            assert connection.connection.closed
        finally:
            waits._silence.reset(token)
        connection.close_if_unusable_or_obsolete()
        assert self.shown("lock_timeout") == "5s", "the next request has a connection of its own"

    def test_whether_a_kept_connection_answers_is_asked_for_two_seconds_alone(self, monkeypatch):
        connection.ensure_connection()
        seen = []
        own: type[BaseDatabaseWrapper] = type(connections["default"])
        monkeypatch.setattr(own, "is_usable", lambda _: seen.append(waits._silence.get()))
        connection.close()
        connection.ensure_connection()
        connection.is_usable()
        assert seen == [waits.PING]
        assert waits._silence.get() == waits.SILENCE
