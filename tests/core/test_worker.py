"""The worker goes on whatever fails, and takes up what another one left when it was killed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils.timezone import now
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

from core import letters
from core.imports import jobs
from core.imports.tasks import MOST_DEATHS, check_import, enqueue, resume_interrupted
from core.management.commands import work
from core.models import Letter, SpreadsheetImport, WorkerLease
from core.worker import lost_work
from core.worker.patience import LONGEST, Patience

# The worker closes connections, which a test within a transaction could not go on without.
pytestmark = pytest.mark.django_db(transaction=True)
State = SpreadsheetImport.State


@pytest.fixture(autouse=True)
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def upload(**values) -> SpreadsheetImport:
    """An import that waits to be checked; its file is none."""
    job = SpreadsheetImport.objects.create(
        importer="enterprises", file_name="a.csv", content=b"Ten\nMot\n"
    )
    enqueue(job)
    SpreadsheetImport.objects.update(**values)
    return job


def task() -> DBTaskResult:
    return DBTaskResult.objects.order_by("-enqueued_at").first()


def running(by: str, claims: int = 1) -> DBTaskResult:
    """The piece of work in the queue as a worker has it that began it."""
    row = task()
    for _claim in range(claims):
        row.claim(by)
    return row


# --- It goes on


class Rested(Exception):
    """The test has seen enough of a loop without end."""


def test_it_waits_longer_and_longer_and_says_so_once(caplog):
    waits: list[float] = []
    patience = Patience(waits.append)

    def fails() -> None:
        raise OperationalError("server closed the connection\nDETAIL: Nguyễn Văn An")

    for _time in range(8):
        assert not patience.attempt(fails)
    assert waits == [2, 4, 8, 16, 32, 60, 60, LONGEST]
    [line] = caplog.messages
    assert line.endswith("OperationalError: server closed the connection")
    assert patience.attempt(lambda: None)
    patience.attempt(fails)
    assert waits[-1] == 2


def test_each_kind_of_failure_is_told_once_a_minute(caplog, monkeypatch):
    moment = [1000.0]
    monkeypatch.setattr("core.worker.patience.time.monotonic", lambda: moment[0])
    patience = Patience(lambda wait: None)

    def fails(error: Exception) -> Callable[[], None]:
        def work() -> None:
            raise error

        return work

    for _time in range(7):  # two minutes
        patience.attempt(fails(OperationalError("away")))
        patience.attempt(fails(OSError("full")))
        moment[0] += 20
    assert [len([m for m in caplog.messages if word in m]) for word in ("away", "full")] == [3, 3]


def test_threads_that_share_what_was_said_say_it_once(caplog):
    said: dict[str, float] = {}

    def fails() -> None:
        raise OperationalError("away")

    for _thread in range(2):
        Patience(lambda wait: None, said).attempt(fails)
    assert len(caplog.messages) == 1


@pytest.mark.parametrize(
    "trouble", ["the database system is starting up", "database or disk is full"]
)
def test_a_database_that_goes_away_ends_no_worker(monkeypatch, trouble):
    job, tries, waits = upload(), [], []
    find = DBTaskResultQuerySet.get_locked

    def breaks_at_first(rows):
        tries.append(1)
        if len(tries) <= 3:
            raise OperationalError(trouble)
        return find(rows)

    def rest(seconds: float) -> None:
        waits.append(seconds)
        if seconds == work.PAUSE:  # nothing is left to do
            raise Rested

    monkeypatch.setattr(DBTaskResultQuerySet, "get_locked", breaks_at_first)
    monkeypatch.setattr(work.time, "sleep", rest)
    monkeypatch.setattr(work, "Patience", lambda said: Patience(rest, said))
    monkeypatch.setattr(work.Days, "work", lambda days: None)
    with pytest.raises(Rested):
        work.Command()._take_turns(worker())
    assert waits == [2, 4, 8, work.PAUSE]
    job.refresh_from_db()
    assert job.state != State.WAITING


def worker(name: str = "me") -> Worker:
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )


# --- What a dead worker left


def test_work_of_a_dead_worker_goes_back_into_the_queue(clock):
    upload()
    lost_work.renew_lease("dead")
    running("dead")
    lost_work.take_up("me")
    assert task().status == "RUNNING", "it lives"
    clock.advance(seconds=lost_work.LEASE.total_seconds() + 1)
    lost_work.take_up("me")
    assert task().status == "READY"
    call_command("work", "--once")
    assert task().status == "SUCCESSFUL"


def test_what_a_worker_could_not_finish_itself_goes_back_too():
    upload()
    lost_work.renew_lease("me")
    running("me")
    lost_work.take_up("me")
    assert task().status == "READY"


def test_what_kills_each_worker_is_given_to_no_fourth():
    upload()
    running("dead", claims=lost_work.MOST_CLAIMS)
    lost_work.take_up("me")
    assert (task().status, task().exception_class_path) == (
        "FAILED",
        "core.worker.lost_work.WorkerKilled",
    )
    assert task().finished_at is not None


@pytest.mark.parametrize(
    ("error", "after"), [(OperationalError("away"), "READY"), (RuntimeError("wrong"), "FAILED")]
)
def test_work_that_failed_because_the_database_was_away_is_done_again(error, after):
    upload()
    running("other").set_failed(error)
    lost_work.take_up("me")
    assert task().status == after


def test_a_worker_without_its_folder_says_so_in_one_line(monkeypatch):
    """The fault: a wrong PORTAL_DATA ended it with a traceback."""

    def refused() -> None:
        raise PermissionError(13, "Permission denied", "/nowhere")

    monkeypatch.setattr(work, "occupy", refused)
    with pytest.raises(CommandError, match=r"PORTAL_DATA.*/nowhere"):
        call_command("work", once=True)


def test_leases_of_long_ago_are_forgotten(clock):
    lost_work.renew_lease("dead")
    clock.advance(days=2)
    lost_work.renew_lease("me")
    assert list(WorkerLease.objects.values_list("pk", flat=True)) == ["me"]


def test_work_that_ended_a_month_ago_leaves_the_queue(clock):
    """The fault: what each night had done stayed in the queue's table for ever."""
    old, recent, waiting = (upload() and task() for _each in range(3))
    SpreadsheetImport.objects.all().delete()  # nothing is left to be begun anew
    old.set_failed(ValueError("broken"))
    clock.advance(days=2)
    recent.set_failed(ValueError("broken"))
    clock.advance(days=29)
    DBTaskResult.objects.filter(pk=waiting.pk).update(run_after=now() + timedelta(days=1))
    call_command("work", once=True)
    left = set(DBTaskResult.objects.values_list("pk", flat=True))
    assert left & {old.pk, recent.pk, waiting.pk} == {recent.pk, waiting.pk}


# --- Imports


SILENT = now() - timedelta(minutes=3)


@pytest.mark.parametrize("state", [State.CHECKING, State.WRITING])
def test_an_import_that_was_cut_off_begins_anew_by_itself(clock, state, start_data):
    job = upload()
    running("dead")
    SpreadsheetImport.objects.update(state=state)
    clock.advance(minutes=6)
    for _turn in range(2):  # the first finds the work done with, the second begins it anew
        call_command("work", "--once")
    job.refresh_from_db()
    assert job.state in {State.CHECKED, State.REFUSED}
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()


def test_an_import_that_a_living_worker_has_is_left_to_it(clock):
    job = upload()
    running("other")
    SpreadsheetImport.objects.update(state=State.WRITING)
    clock.advance(minutes=6)
    lost_work.renew_lease("other")
    lost_work.take_up("me")
    job.refresh_from_db()
    assert (job.state, DBTaskResult.objects.count()) == (State.WRITING, 1)


def test_an_import_that_waits_in_a_long_queue_is_put_there_once():
    upload(heard_at=SILENT)
    resume_interrupted()
    assert DBTaskResult.objects.count() == 1


def test_an_import_by_command_is_the_commands_own():
    SpreadsheetImport.objects.create(
        importer="enterprises", file_name="a.csv", state=State.WRITING, heard_at=SILENT
    )
    resume_interrupted()
    assert not DBTaskResult.objects.exists()


def test_an_import_that_kills_each_worker_is_left_to_a_person():
    upload(heard_at=SILENT, state=State.CHECKING)
    for _death in range(MOST_DEATHS + 1):
        row = check_import.enqueue(SpreadsheetImport.objects.get().pk).db_result
        row.worker_ids, row.status = ["dead", "me"], "SUCCESSFUL"
        row.save()
    DBTaskResult.objects.filter(status="READY").delete()
    resume_interrupted()
    assert not DBTaskResult.objects.filter(status="READY").exists()


def test_a_database_that_goes_away_in_mid_import_leaves_it_to_the_next_turn(clock, monkeypatch):
    job = upload()

    def away(*args):
        raise OperationalError("terminating connection due to administrator command")

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "check_file", away)
        patched.setattr(SpreadsheetImport, "change_state", _changed_once())
        patched.setattr(DBTaskResult, "set_failed", away)
        with pytest.raises(OperationalError):
            worker().run()
    assert task().status == "RUNNING"
    clock.advance(minutes=3)
    for _turn in range(3):
        lost_work.take_up("me")
        worker().run()
    job.refresh_from_db()
    assert job.state in {State.CHECKED, State.REFUSED}


def _changed_once() -> Callable[..., bool]:
    """Let the import go into work, and let the database be away when that is to be undone."""
    change, calls = SpreadsheetImport.change_state, []

    def changed(job: SpreadsheetImport, *args, **kwargs) -> bool:
        calls.append(1)
        if len(calls) > 1:
            raise OperationalError("the connection is closed")
        return change(job, *args, **kwargs)

    return changed


def test_letters_go_though_the_queue_is_broken(monkeypatch):
    row = letters.post("a@example.com", "Thư", "Nội dung")
    ended: list[float] = []

    class Ending:
        def is_set(self) -> bool:
            return bool(ended)

        def wait(self, seconds: float) -> None:
            ended.append(seconds)

    work.Command()._send_letters(worker(), Ending())
    assert Letter.objects.get(pk=row.pk).state == "sent"
    assert WorkerLease.objects.filter(pk="me").exists()
