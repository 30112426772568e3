"""/healthz and /readyz tell the truth: each check is well and not well."""

import shutil
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from core.letters import post
from core.models import Letter
from core.operations import readiness, readiness_checks
from core.worker import lost_work


@pytest.fixture
def at_work(db) -> None:
    lost_work.renew_lease("worker")


def task(**fields) -> DBTaskResult:
    """A task in the queue, due at once unless it says otherwise."""
    moment = fields.pop("enqueued_at", timezone.now())
    row = DBTaskResult.objects.create(
        **{"run_after": get_date_max(), "args_kwargs": {}, "backend_name": "default", **fields}
    )
    DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=moment)
    return row


def test_a_process_is_alive_without_a_database(client, monkeypatch):
    monkeypatch.setattr("portal.health.findings", None)  # nor any check, which would
    answer = client.get("/healthz")  # this test may not ask the database
    assert (answer.status_code, answer.json()) == (200, {"alive": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_a_portal_at_work_is_ready(client, at_work):
    answer = client.get("/readyz")
    assert answer.json() == dict.fromkeys(("database", "disk", "queue", "worker", "letters"), "ok")
    assert answer.status_code == 200


def test_without_a_database_it_is_not_and_nothing_else_waits_for_one(client, db, monkeypatch):
    asked = []

    def broken(*args, **kwargs):
        asked.append(args)
        raise DatabaseError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", broken)
        answer = client.get("/readyz")
    words = {"database": "failing", "disk": "ok", "queue": "failing"}
    words |= {"worker": "failing", "letters": "failing"}
    assert (answer.status_code, answer.json()) == (503, words)
    assert len(asked) == 1
    assert "gone" not in answer.content.decode()


def test_a_check_that_fails_is_not_well(db, monkeypatch):
    monkeypatch.setattr(readiness, "_checks", dict(readiness._checks))
    readiness.register("letters", lambda: 1 / 0)
    assert not readiness.findings()["letters"].ok
    assert readiness.title_of("letters") == "letters"


def test_a_full_disk_is_not_ready(client, at_work, monkeypatch):
    usage = shutil.disk_usage("/")._replace(free=readiness_checks.LEAST_FREE - 1)
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage)
    assert client.get("/readyz").json()["disk"] == "failing"


def test_a_task_that_waits_too_long_is_told(client, at_work, clock):
    task(enqueued_at=clock.now - timedelta(minutes=14))
    assert client.get("/readyz").json()["queue"] == "ok"
    task(enqueued_at=clock.now - timedelta(minutes=16))
    assert client.get("/readyz").json()["queue"] == "failing"
    finding = readiness_checks.queue()
    assert finding.figures == {"queue_waiting": 2, "queue_age_seconds": 16 * 60}


def test_a_task_for_later_does_not_wait_until_then(db, clock):
    long_ago = clock.now - timedelta(days=2)
    task(enqueued_at=long_ago, run_after=clock.now + timedelta(minutes=1))
    assert readiness_checks.queue().figures["queue_waiting"] == 0
    clock.advance(minutes=11)
    assert readiness_checks.queue().figures["queue_age_seconds"] == 600


def test_what_is_done_does_not_wait(db, clock):
    task(enqueued_at=clock.now - timedelta(days=1), status="SUCCESSFUL")
    task(enqueued_at=clock.now - timedelta(days=1), status="RUNNING")
    assert readiness_checks.queue().ok


def test_a_worker_that_never_was_or_fell_silent_is_told(client, db, clock):
    assert client.get("/readyz").json()["worker"] == "failing"
    lost_work.renew_lease("worker")
    assert client.get("/readyz").json()["worker"] == "ok"
    clock.advance(minutes=3)
    assert client.get("/readyz").json()["worker"] == "failing"


def test_letters_that_nobody_sends_any_more_or_that_wait_are_told(client, db, clock):
    assert readiness_checks.letters().ok
    letter = post("ai@example.com", "Chào", "Chào.")
    Letter.objects.update(state=Letter.State.FAILED)
    assert client.get("/readyz").json()["letters"] == "failing"
    Letter.objects.update(state=Letter.State.WAITING)
    assert readiness_checks.letters().ok
    clock.advance(minutes=61)
    assert not readiness_checks.letters().ok
    letter.delete()
    assert readiness_checks.letters().ok
