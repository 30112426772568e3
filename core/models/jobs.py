"""Long work that somebody has asked for: it runs in the worker, and waits for who asked."""

from datetime import timedelta

from django.db import connection, connections, models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from core.fields import person_field
from core.files.documents import document_path, private_storage

KEPT = timedelta(hours=24)  # in which a result waits for who asked
FORGOTTEN = timedelta(days=7)  # after which work is given up that nobody has taken up again
JOB_SILENT = timedelta(minutes=2)  # work without progress for so long has been interrupted


class Job(models.Model):
    """One export or bulk action of many records; only who asked for it sees it.

    Whatever it writes is written in one transaction with the end of its state, so that a job that
    was interrupted has done nothing and can be done again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Đang chờ")
        WORKING = "working", _("Đang thực hiện")
        DONE = "done", _("Đã xong")
        FAILED = "failed", _("Không thực hiện được")

    WORK = (State.WAITING, State.WORKING)

    state = models.CharField(
        _("tình trạng"), max_length=10, choices=State.choices, default=State.WAITING
    )
    kind = models.CharField(max_length=20)  # its name in core.jobs
    title = models.CharField(_("việc"), max_length=200)
    parameters = models.JSONField(default=dict)
    by = person_field(_("người yêu cầu"), on_delete=models.CASCADE)
    language = models.CharField(max_length=5, default="vi")
    created_at = models.DateTimeField(_("yêu cầu lúc"), auto_now_add=True)
    heard_at = models.DateTimeField(default=now)  # when the work last reported progress
    attempt = models.PositiveSmallIntegerField(default=0)  # who was taken for dead writes nothing
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=list)  # what came of it, in sentences for people
    back = models.CharField(max_length=500, blank=True)  # URL of the list that it began on
    file = models.FileField(storage=private_storage, upload_to=document_path, blank=True)
    file_name = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("việc chạy nền")
        verbose_name_plural = _("việc chạy nền")
        ordering = ["-created_at", "-id"]
        default_permissions = []

    def __str__(self) -> str:
        return self.title

    @property
    def is_at_work(self) -> bool:
        """Whether something is to happen without anybody's doing."""
        return self.state in self.WORK

    @property
    def is_interrupted(self) -> bool:
        """Whether nothing was heard of the work for so long that it must have been cut off."""
        return self.is_at_work and now() - self.heard_at > JOB_SILENT

    @property
    def may_begin_again(self) -> bool:
        """Whether who asked may have it done again."""
        return self.is_interrupted or self.state == self.State.FAILED

    @property
    def percent(self) -> int:
        """How much is done, of 100."""
        return min(100, 100 * self.done // self.total) if self.total else 0

    @property
    def kept_until(self):
        """The moment from which the result is gone."""
        return self.heard_at + KEPT

    def change_state(self, *states: str, to: str, **values: object) -> bool:
        """Go from one of these states to another; false where another worker has taken it over."""
        here = type(self).objects.filter(pk=self.pk, state__in=states, attempt=self.attempt)
        values |= {"state": to, "heard_at": now()}
        moved = here.update(**values)
        if moved:
            self.refresh_from_db(fields=list(values))
        return bool(moved)

    def report_progress(self, done: int) -> None:
        """Let others see how far the work has come, though its transaction has not ended."""
        values = {"done": done, "heard_at": now()}
        if not connection.in_atomic_block:
            type(self).objects.filter(pk=self.pk).update(**values)
        elif connection.vendor == "postgresql":  # SQLite has one writer, and that is the work
            self._report_beside(done)

    def _report_beside(self, done: int) -> None:
        beside = connections.create_connection(connection.alias)
        try:
            with beside.cursor() as cursor:
                statement = "UPDATE core_job SET done = %s, heard_at = %s WHERE id = %s"
                cursor.execute(statement, [done, now(), self.pk])
        finally:
            beside.close()

    @classmethod
    def drop_expired(cls) -> None:
        """Delete what has waited long enough, with its file."""
        ended = ~Q(state__in=cls.WORK) & Q(heard_at__lt=now() - KEPT)
        given_up = Q(heard_at__lt=now() - FORGOTTEN)
        for job in cls.objects.filter(ended | given_up).defer("parameters"):
            if job.file:
                job.file.delete(save=False)
            cls.objects.filter(pk=job.pk).delete()
