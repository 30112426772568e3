"""A real worker: a mail server that hangs keeps no import waiting, and kill -9 loses no letter."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from socket import create_server, socket
from threading import Event, Thread
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from core import letters
from core.imports.tasks import enqueue
from core.models import Letter, SpreadsheetImport
from core.models.letters import CUT_OFF

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30  # seconds in which a process must have done something


class HangingServer:
    """A mail server that takes a letter's receiver and then says nothing more."""

    def __init__(self) -> None:
        self.listening = create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.has_letter, self.hangs = Event(), Event()
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _address = self.listening.accept()
            except OSError:
                return  # the test is over
            Thread(target=self._talk, args=[caller], daemon=True).start()

    def _talk(self, caller: socket) -> None:
        caller.sendall(b"220 here\r\n")
        for line in caller.makefile("rb"):
            if line.upper().startswith(b"DATA"):
                self.has_letter.set()
                self.hangs.wait()
            caller.sendall(b"250 yes\r\n")


@pytest.fixture
def server() -> Iterator[HangingServer]:
    server = HangingServer()
    yield server
    server.hangs.set()
    server.listening.close()


class SharedDatabase:
    """The test's database for another process: SQLite in memory is copied there and back."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "portal.sqlite3"
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.file)) as copy:
                connection.connection.backup(copy)

    @property
    def environment(self) -> dict[str, str]:
        known = connection.settings_dict
        if connection.vendor == "sqlite":
            return {"DATABASE_URL": "", "PORTAL_DATA": str(self.folder)}
        where = {name.lower(): known[name] for name in ("USER", "PASSWORD", "HOST", "PORT")}
        query = urlencode({name: value for name, value in where.items() if value})
        url = f"postgres:///{known['NAME']}?{query}"
        return {"DATABASE_URL": url, "PORTAL_DATA": str(self.folder)}

    def refresh(self) -> None:
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.file)) as copy:
                copy.backup(connection.connection)

    def execute(self, statement: str) -> None:
        """Change what the other process sees."""
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.file, timeout=PATIENCE)) as copy:
                copy.execute(statement)
                copy.commit()
        else:
            with connection.cursor() as cursor:
                cursor.execute(statement)

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Look again and again, in the other process's time."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, "the worker has not done it"
            time.sleep(0.05)
            self.refresh()


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def worker(database: SharedDatabase, server: HangingServer) -> subprocess.Popen:
    own = {"DJANGO_SETTINGS_MODULE": "tests.core.worker_settings", "MAIL_PORT": str(server.port)}
    return subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PORTAL_ENV": "local", **own, **database.environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_a_hanging_mail_server_keeps_no_import_and_a_killed_worker_loses_no_letter(
    tmp_path, server, queue
):
    row = letters.post("binh@example.com", "Thư", "Nội dung")
    job = SpreadsheetImport.objects.create(
        importer="enterprises", file_name="a.csv", content="Tên\nMột\nHai\n".encode()
    )
    enqueue(job)
    DBTaskResult.objects.update(run_after=now() + timedelta(hours=1))
    database = SharedDatabase(tmp_path)
    process = worker(database, server)
    try:
        assert server.has_letter.wait(PATIENCE), "the letter is on its way"
        database.execute("UPDATE django_tasks_database_dbtaskresult SET run_after = '2020-01-01'")

        def is_checked() -> bool:
            job.refresh_from_db()
            return job.state == SpreadsheetImport.State.CHECKED

        database.wait_until(is_checked)
    finally:
        process.kill()
        process.wait()
    database.refresh()
    row.refresh_from_db()
    assert (row.state, row.tries, row.body) == ("sending", 1, "Nội dung")

    call_command("work", "--once")
    assert mail.outbox == [], "another worker may be sending it"
    Letter.objects.update(taken_at=F("taken_at") - CUT_OFF)
    call_command("work", "--once")
    assert [letter.to for letter in mail.outbox] == [["binh@example.com"]]
    row.refresh_from_db()
    assert (row.state, row.tries, row.may_have_gone_twice) == ("sent", 2, True)
