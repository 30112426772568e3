"""Uploaded spreadsheets of rows."""

from datetime import date, timedelta

from django.db import models
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from core.fields import person_field

# A file that nobody confirms, which may hold people's phone numbers.
UNCONFIRMED_RETENTION = timedelta(days=30)
SILENT = timedelta(minutes=2)  # work without progress for so long has been interrupted


class SpreadsheetImport(models.Model):
    """One uploaded spreadsheet: checked row by row in the background, then written as a whole.

    The file is stored here, where every worker reaches it, until its rows are written.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ kiểm tra")
        CHECKING = "checking", _("Đang kiểm tra các dòng")
        REFUSED = "refused", _("Có lỗi, chưa nhập dòng nào")
        CHECKED = "checked", _("Đã kiểm tra, chờ xác nhận")
        CONFIRMED = "confirmed", _("Đã xác nhận, chờ ghi")
        WRITING = "writing", _("Đang ghi vào cơ sở dữ liệu")
        INDEXING = "indexing", _("Đã ghi, đang cập nhật tìm kiếm")
        DONE = "done", _("Đã nhập xong")

    WORK = {State.WAITING, State.CHECKING, State.CONFIRMED, State.WRITING, State.INDEXING}

    state = models.CharField(
        _("tình trạng"), max_length=10, choices=State.choices, default=State.WAITING
    )
    importer = models.CharField(max_length=50)  # its name in core.imports.registry
    file_name = models.CharField(_("tên tệp"), max_length=200)
    content = models.BinaryField(default=b"")
    created_by = person_field(_("người tải lên"))
    created_at = models.DateTimeField(_("tải lên lúc"), auto_now_add=True)
    heard_at = models.DateTimeField(default=now)  # when the work last reported progress
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True)  # why the file could not be read, in words for people
    changed_since = models.BooleanField(default=False)  # the data moved between preview and writing
    ignored = models.JSONField(default=list)  # headings that mean nothing here
    remarks = models.JSONField(default=list)  # what was put right in the file as a whole
    counts = models.JSONField(default=dict)  # rows by result, new records by group
    outcomes = models.BinaryField(default=b"")  # core.imports.outcomes.pack
    written = models.JSONField(default=list)  # keys of the records, until after_write

    class Meta:
        verbose_name = _("lần nhập bảng tính")
        verbose_name_plural = _("các lần nhập bảng tính")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def day(self) -> date:
        """The day on which the file came, as the source of new records names it."""
        return localdate(self.created_at)

    @property
    def is_at_work(self) -> bool:
        """Whether something is to happen without anybody's doing."""
        return self.state in self.WORK

    @property
    def is_interrupted(self) -> bool:
        """Whether nothing was heard of the work for so long that it must have been cut off."""
        return self.is_at_work and now() - self.heard_at > SILENT

    @property
    def percent(self) -> int:
        """How many of the rows are done, of 100."""
        return min(100, 100 * self.rows_done // self.rows_total) if self.rows_total else 0

    def change_state(self, *states: str, to: str, **values) -> bool:
        """Go from one of these states to another; false where somebody else has gone first."""
        here = type(self).objects.filter(pk=self.pk, state__in=states)
        moved = here.update(state=to, heard_at=now(), rows_done=0, **values)
        if moved:
            self.refresh_from_db(fields=["state", "heard_at", "rows_done", *values])
        return bool(moved)

    def report_progress(self, rows_done: int) -> None:
        """Record how far the work has come."""
        type(self).objects.filter(pk=self.pk).update(rows_done=rows_done, heard_at=now())

    @classmethod
    def drop_unconfirmed(cls) -> None:
        """Delete what was refused or left unconfirmed long ago, with the file that was uploaded."""
        left = cls.objects.filter(state__in=[cls.State.REFUSED, cls.State.CHECKED])
        left.filter(heard_at__lt=now() - UNCONFIRMED_RETENTION).delete()

    @classmethod
    def interrupted(cls) -> models.QuerySet["SpreadsheetImport"]:
        """Return those of whose work nothing was heard for so long that it may be cut off."""
        silent = cls.objects.filter(state__in=cls.WORK, heard_at__lt=now() - SILENT)
        return silent.defer("content", "outcomes")

    def restart(self) -> bool:
        """Let work that was cut off be done again from its beginning; false where none was."""
        steps: dict[str, str] = {
            self.State.CHECKING: self.State.WAITING,
            self.State.WRITING: self.State.CONFIRMED,
        }
        again = steps.get(self.state, self.state)
        silent = type(self).objects.filter(heard_at__lt=now() - SILENT)
        mine = silent.filter(pk=self.pk, state=self.state, state__in=self.WORK)
        return bool(mine.update(state=again, heard_at=now(), rows_done=0))
