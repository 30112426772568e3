"""Whether the worker is at work: it says so in a row of the database, every few seconds."""

import time
from datetime import datetime

from django.utils.timezone import now

from core.models import Heartbeat

WORKER = "worker"
PAUSE = 10  # seconds
_beaten: dict[str, float] = {}  # by this process's own clock, which nobody sets


def beat() -> None:
    """Say that the worker is at work; a call within ten seconds of the last one writes nothing."""
    moment = time.monotonic()
    if moment - _beaten.get(WORKER, -PAUSE) < PAUSE:
        return
    Heartbeat.objects.update_or_create(name=WORKER, defaults={"at": now()})
    _beaten[WORKER] = moment


def last_beat() -> datetime | None:
    """Return when the worker last said so; None where none ever has."""
    row = Heartbeat.objects.filter(name=WORKER).first()
    return row.at if row else None
