"""What each new day brings: jobs that rooms register in their AppConfig.ready.

The worker (`manage.py work`) does them once a day; a job may be done again at any time.
"""

import logging
from collections.abc import Callable

from django.db import close_old_connections

log = logging.getLogger(__name__)
Job = Callable[[], object]
_jobs: list[Job] = []
_reminders: list[Callable[[], int]] = []


def register(*jobs: Job) -> None:
    """Add what a room has to do each day."""
    _jobs.extend(jobs)


def register_reminders(send: Callable[[], int]) -> None:
    """Add letters that a room sends when their day has come; they say how many went."""
    _reminders.append(send)


def send_reminders() -> int:
    """Enqueue all reminders that are due and have not gone; how many."""
    return sum(send() for send in _reminders)


def do_all() -> None:
    """Every job, each on its own: one that fails does not keep the others from the day."""
    for job in (*_jobs, send_reminders):
        close_old_connections()
        try:
            job()
        except Exception:
            log.exception("a daily job failed: %s", job)
