"""Doing several things at the same moment, each in a thread and a connection of its own."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite writes one at a time"
)


def at_once(*calls: Callable[[], object]) -> list[object]:
    """What each call returned or raised, in the order of the calls."""
    together, ends = Barrier(len(calls)), [None] * len(calls)

    def run(number: int, call: Callable[[], object]) -> None:
        together.wait(10)
        try:
            ends[number] = call()
        except Exception as error:
            ends[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ends
