"""The portal's worker: letters, what requests have put into the queue, and each day's jobs."""

import logging
import time
from threading import Event, Thread
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django_tasks_db.management.commands.db_worker import Worker

from core.backup.errors import BackupError
from core.backup.occupancy import occupy
from core.letters import outbox
from core.worker import lost_work
from core.worker.daily import Days, Rounds
from core.worker.patience import Patience

PAUSE = 1  # seconds between looks into an empty queue
LOOK_AFTER = 30  # seconds between looks after what was cut off
LAST_LETTER = 8  # seconds in which a letter may still go when the worker ends; Docker kills at 10


class Command(BaseCommand):
    """Work until told to stop (Ctrl-C, TERM); a task that has begun is finished first.

    Letters have a thread of their own: a mail server that hangs keeps no import waiting, nor a long
    import a letter. No failure ends the worker.
    """

    help = _("Làm các việc dài (nhập bảng tính, thư) và việc của mỗi ngày mới.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said: dict[str, float] = {}  # of both threads

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help=_("làm hết việc đang chờ rồi dừng"))

    def handle(self, *, once: bool, **options: object) -> None:
        try:
            occupy()
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            told = f"Không ghi được vào thư mục dữ liệu (PORTAL_DATA): {error}"
            raise CommandError(told) from error
        # It would say at every look into the queue that it has started and that nothing waits.
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        worker = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        if once:
            self._work_once(worker)
            return
        worker.configure_signals()
        self._work(worker)

    def _work_once(self, worker: Worker) -> None:
        self._look_after(worker)
        Days().work()
        Rounds().work()
        worker.run()
        # Waiting would serve nobody here: what the mail server does not take stays in the outbox.
        Patience(wait=lambda seconds: None).attempt(outbox.send_due)

    def _work(self, worker: Worker) -> None:
        ending = Event()
        letters = Thread(target=self._send_letters, args=[worker, ending], daemon=True)
        letters.start()
        try:
            self._take_turns(worker)
        finally:
            ending.set()
            letters.join(LAST_LETTER)

    def _take_turns(self, worker: Worker) -> None:
        """Do each day's jobs and the queue, over and over."""
        patience, days, looked = Patience(said=self.said), Days(), Pace(LOOK_AFTER)
        rounds = Rounds()

        def turn() -> None:
            if looked.is_due():
                self._look_after(worker)
            days.work()
            rounds.work()
            worker.run()

        while worker.running:
            if patience.attempt(turn) and worker.running:
                time.sleep(PAUSE)

    def _look_after(self, worker: Worker) -> None:
        close_old_connections()
        lost_work.renew_lease(worker.worker_id)
        lost_work.take_up(worker.worker_id)
        outbox.take_up_cut_off()

    def _send_letters(self, worker: Worker, ending: Event) -> None:
        """Send letters, one after the other, and keep the lease of a worker that is busy."""
        patience, renewed = Patience(ending.wait, self.said), Pace(LOOK_AFTER)

        def turn() -> None:
            close_old_connections()
            if renewed.is_due():
                lost_work.renew_lease(worker.worker_id)
            if not outbox.send_next():
                ending.wait(PAUSE)

        while not ending.is_set():
            patience.attempt(turn)


class Pace:
    """Says when so many seconds have passed, and at once at the beginning."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.next = seconds, time.monotonic()

    def is_due(self) -> bool:
        """Return whether it is time, and count from now where it is."""
        if time.monotonic() < self.next:
            return False
        self.next = time.monotonic() + self.seconds
        return True
