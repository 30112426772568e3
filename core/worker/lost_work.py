"""What a worker was doing when it was killed: noticed by the others, and taken up.

What ended long ago leaves the queue.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.timezone import now
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.imports.tasks import resume_interrupted
from core.models import WorkerLease

LEASE = timedelta(minutes=5)  # longer than a worker keeps silent over a slow mail server
FINISHED_RETENTION = timedelta(days=30)  # of what the queue tells of work that has ended
MOST_CLAIMS = 3  # of one piece of work: what kills each worker is not given to a fourth
AWAY = ["django.db.utils.OperationalError", "django.db.utils.InterfaceError"]  # the database was


def renew_lease(worker: str) -> None:
    """Say that this worker lives, and forget those that have been dead for a day."""
    WorkerLease.objects.update_or_create(pk=worker, defaults={"until": now() + LEASE})
    WorkerLease.objects.filter(until__lt=now() - timedelta(days=1)).delete()


def last_sign_of_life() -> datetime | None:
    """Return when a worker last said that it lives; None where none has within a day."""
    latest = WorkerLease.objects.aggregate(until=Max("until"))["until"]
    return latest - LEASE if latest else None


def take_up(worker: str) -> None:
    """Give work of dead workers back to the queue, and begin cut-off imports anew.

    To be called where this worker does nothing: what is still marked as its own was cut off, by a
    database that went away before it could be told.
    """
    alive = WorkerLease.objects.filter(until__gt=now()).exclude(pk=worker)
    _give_back(set(alive.values_list("pk", flat=True)))
    resume_interrupted()


def forget_finished() -> None:
    """Delete from the queue what ended a month ago, well or not."""
    DBTaskResult.objects.finished().filter(finished_at__lt=now() - FINISHED_RETENTION).delete()


def _give_back(alive: set[str]) -> None:
    if not _unfinished().exists():
        return
    with transaction.atomic():
        for row in _unfinished().select_for_update(skip_locked=True):
            if row.status == TaskResultStatus.FAILED or alive.isdisjoint(row.worker_ids[-1:]):
                _put_back(row)


def _unfinished() -> QuerySet[DBTaskResult]:
    """Return work that somebody has begun, and work that failed because the database was away."""
    was_away = Q(status=TaskResultStatus.FAILED, exception_class_path__in=AWAY)
    return DBTaskResult.objects.filter(Q(status=TaskResultStatus.RUNNING) | was_away)


def _put_back(row: DBTaskResult) -> None:
    row.status, row.exception_class_path = TaskResultStatus.READY, ""
    if len(row.worker_ids) >= MOST_CLAIMS:
        row.status, row.finished_at = TaskResultStatus.FAILED, now()
        row.exception_class_path = "core.worker.lost_work.WorkerKilled"
    row.save(update_fields=["status", "finished_at", "exception_class_path"])
