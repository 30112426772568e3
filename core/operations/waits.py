"""How long a page waits for the database before it answers that there is none.

Only the process that serves pages calls `limit`. Migrations, commands and the worker wait as long
as their work takes.

PostgreSQL ends its own statements, but one that hangs as a whole ends nothing: this side of the
connection counts as well. Of SQLite only another's lock is waited for.
"""

import select
import time
from collections.abc import Callable
from contextvars import ContextVar
from functools import partial
from typing import Any

import psycopg2
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from psycopg2 import extensions

# Seconds.
CONNECTING = 3
CONNECTING_AGAIN = 0.3  # soon after a silence, so that requests do not pile up behind it
SOON = 10
PING = 2  # whether a connection that was kept still answers
LOCK = 5
STATEMENT = 10
SILENCE = 12  # longer than a statement: the server's own word says more
SQLITE_LOCK = 10  # an import of 10,000 rows writes for 8

_silence: ContextVar[float] = ContextVar("silence", default=SILENCE)
_silent_at: list[float] = []  # when this process last met silence, by its own clock
_CONNECTED = (extensions.STATUS_READY, extensions.STATUS_BEGIN, extensions.STATUS_PREPARED)


def limit() -> None:
    """Bound every wait of this process for its database, from the next connection on."""
    connection_created.connect(_limit_connection)
    extensions.set_wait_callback(_wait)


def _limit_connection(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET statement_timeout = '{STATEMENT}s'")
            cursor.execute(f"SET lock_timeout = '{LOCK}s'")
            asked = partial(type(connection).is_usable, connection)
            setattr(connection, "is_usable", partial(_answers_soon, asked))  # noqa: B010 -- mypy
        else:
            cursor.execute(f"PRAGMA busy_timeout = {SQLITE_LOCK * 1000}")


def _answers_soon(is_usable: Callable[[], bool]) -> bool:
    token = _silence.set(PING)
    try:
        return is_usable()
    finally:
        _silence.reset(token)


def _wait(connection: Any) -> None:
    """Wait for the server as libpq would, but not for ever; psycopg closes what is given up."""
    patience = _silence.get() if connection.status in _CONNECTED else _for_connecting()
    until = time.monotonic() + patience
    while (state := connection.poll()) != extensions.POLL_OK:
        direction = select.POLLIN if state == extensions.POLL_READ else select.POLLOUT
        line = select.poll()
        line.register(connection.fileno(), direction)
        if not line.poll(max(until - time.monotonic(), 0) * 1000):
            _silent_at[:] = [time.monotonic()]
            raise psycopg2.OperationalError(f"the database was silent for {patience} seconds")


def _for_connecting() -> float:
    is_soon = any(time.monotonic() - moment < SOON for moment in _silent_at)
    return CONNECTING_AGAIN if is_soon else CONNECTING
