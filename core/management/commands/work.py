"""The portal's worker: what requests have put into the queue, and what each new day brings."""

import logging
import time
from datetime import date

from django.core.management.base import BaseCommand, CommandParser
from django.utils.crypto import get_random_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django_tasks_db.management.commands.db_worker import Worker

from core.backup.occupancy import occupy
from core.daily import do_all

PAUSE = 1  # seconds between looks into an empty queue


class Command(BaseCommand):
    """Work until told to stop (Ctrl-C, TERM); a task that has begun is finished first."""

    help = _("Làm các việc dài (nhập bảng tính, thư) và việc của mỗi ngày mới.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help=_("làm hết việc đang chờ rồi dừng"))

    def handle(self, *, once: bool, **options: object) -> None:
        occupy()
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
        if not once:
            worker.configure_signals()
        self._work(worker, once)

    def _work(self, worker: Worker, once: bool) -> None:
        renewed: date | None = None
        while worker.running:
            if renewed != localdate():
                do_all()
                renewed = localdate()
            worker.run()
            if once:
                return
            if worker.running:
                time.sleep(PAUSE)
