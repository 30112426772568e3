"""What each new day brings: jobs that rooms register in their AppConfig.ready.

The worker (`manage.py work`) does them once a day; a job may be done again at any time.
"""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import close_old_connections
from django.utils.timezone import localdate, now

log = logging.getLogger(__name__)
Job = Callable[[], object]
_jobs: list[Job] = []
_reminders: list[Callable[[], int]] = []
_often: list[Job] = []
PAUSE = timedelta(minutes=10)  # before a job that failed is tried again
OFTEN = timedelta(minutes=15)


def register(*jobs: Job) -> None:
    """Add what a room has to do each day."""
    _jobs.extend(jobs)


def register_often(*jobs: Job) -> None:
    """Add what a room has to do every quarter of an hour."""
    _often.extend(jobs)


def register_reminders(send: Callable[[], int]) -> None:
    """Add letters that a room sends when their day has come; they say how many they wrote."""
    _reminders.append(send)


def send_reminders() -> int:
    """Write all reminders that are due and have not been written; how many."""
    return sum(send() for send in _reminders)


class Days:
    """The jobs of each day: those that failed come again the same day."""

    def __init__(self) -> None:
        self.day: date | None = None
        self.left: list[Job] = []
        self.next = now()

    def work(self) -> None:
        """Do what is left of today's jobs, each on its own: none keeps the others from the day."""
        if self.day != localdate():
            self.day, self.left, self.next = localdate(), [*_jobs, *_reminders], now()
        if self.left and self.next <= now():
            self.left = [job for job in self.left if not _is_done(job)]
            self.next = _later()


class Rounds:
    """The jobs of every quarter of an hour; those that failed come again with the next."""

    def __init__(self) -> None:
        self.next = now()

    def work(self) -> None:
        """Do each job on its own where it is time."""
        if self.next <= now():
            self.next = now() + OFTEN
            for job in _often:
                _is_done(job)


def _later() -> datetime:
    return now() + PAUSE


def _is_done(job: Job) -> bool:
    close_old_connections()
    try:
        job()
    except Exception:
        log.exception("a daily job failed: %s", job)
        return False
    return True
