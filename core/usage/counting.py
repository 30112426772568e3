"""Counts in the memory of each process, written together from time to time.

No request costs a write. What a process has counted since it last wrote is lost when it is killed
(kill -9), and waits where it has nothing to do; it is written before the process ends in order.
"""

import logging
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date
from threading import Lock

from django.core.signals import request_finished
from django.db import connection, transaction
from django.utils.timezone import localdate

from core.usage import fruitless

log = logging.getLogger(__name__)
EVERY = 60  # seconds between two writes of a process
AT_MOST = 1_000  # what it counts until it writes earlier
Key = tuple[date, str, str, str]  # month, kind, room, language

_INSERT = "INSERT INTO core_usagecount (month, kind, room, language, number) VALUES "
_ADD = (
    " ON CONFLICT (month, kind, room, language)"
    " DO UPDATE SET number = core_usagecount.number + excluded.number"
)


def write(numbers: Mapping[Key, int]) -> None:
    """Add to what is stored, in one statement; processes write rows in the same order."""
    if not numbers:
        return
    rows = [(*key, number) for key, number in sorted(numbers.items())]
    places = ", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(_INSERT + places + _ADD, [value for row in rows for value in row])


def count_now(kind: str, room: str, language: str) -> None:
    """Count one thing within the transaction that does it."""
    write({(localdate().replace(day=1), kind, room, language): 1})


class Counts:
    """What this process has counted and not yet written; threads share it."""

    def __init__(self) -> None:
        self._lock, self._writing = Lock(), Lock()
        self._numbers: Counter[Key] = Counter()
        self._fruitless: Counter[str] = Counter()
        self._written_at = time.monotonic()

    def add(self, kind: str, room: str, language: str) -> None:
        """Count one thing."""
        with self._lock:
            self._numbers[(localdate().replace(day=1), kind, room, language)] += 1

    def add_fruitless(self, text: str) -> None:
        """Count words that found nothing, unless they may be somebody's data."""
        words = fruitless.countable(text)
        with self._lock:
            if words and (words in self._fruitless or len(self._fruitless) < fruitless.A_DAY):
                self._fruitless[words] += 1

    @property
    def are_due(self) -> bool:
        """Whether it is time to write."""
        is_time = time.monotonic() - self._written_at >= EVERY
        return bool(self._numbers) and (is_time or self._numbers.total() >= AT_MOST)

    def flush(self) -> None:
        """Write what there is; where that fails it stays counted, and is tried again later."""
        if not self._writing.acquire(blocking=False):
            return
        try:
            numbers, words = self._take()
            try:
                with transaction.atomic():
                    write(numbers)
                    fruitless.store(words)
            except Exception:  # whatever it is, no page fails for it
                log.exception("usage was not written, it stays counted")
                with self._lock:
                    self._numbers.update(numbers)
                    self._fruitless.update(words)
        finally:
            self._writing.release()

    def _take(self) -> tuple[Counter[Key], Counter[str]]:
        with self._lock:
            taken = self._numbers, self._fruitless
            self._numbers, self._fruitless = Counter(), Counter()
            self._written_at = time.monotonic()
        return taken


counts = Counts()


def _write_after_the_answer(**kwargs: object) -> None:
    """Write what is due: the answer has gone out already, so that nobody waits for it."""
    if counts.are_due:
        counts.flush()


request_finished.connect(_write_after_the_answer, dispatch_uid="usage-counts")
