"""The ground on which the rooms' models stand, and the tables that every room uses."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from core.fields import person_field
from core.languages import in_language
from core.transitions import Transition

# A file that nobody confirms, which may hold people's phone numbers.
UNCONFIRMED_RETENTION = timedelta(days=30)
SILENT = timedelta(minutes=2)  # work without progress for so long has been interrupted


class Versioned(models.Model):
    """A record that several people edit: `version` grows at each save and shows a stale form."""

    # Each record has its earlier versions, and says who saves the next one (simple_history).
    history: Any
    _history_user: Any

    version = models.PositiveIntegerField(_("phiên bản"), default=0, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.version += 1
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "version"}
        super().save(*args, **kwargs)


class Stateful(models.Model):
    """A record that goes from state to state by its transitions, one person at a time.

    The model has a column `state`, and declares each transition with `core.transitions`.
    """

    previous_state: str  # before the transition that runs, or ran last

    # Each record says which states there are, in a column with choices.
    state: "models.CharField[str, str]"
    get_state_display: Callable[[], str]

    class Meta:
        abstract = True

    @classmethod
    def transitions(cls) -> list[Transition]:
        """Return the transitions that the model declares, in the order of their declaration."""
        members = [member for base in reversed(cls.__mro__) for member in vars(base).values()]
        return [member.transition for member in members if hasattr(member, "transition")]

    def lock_in_state(self, *states: str) -> None:
        """Lock the row within the transaction, as it is now; refuse it in any other state."""
        rows = type(self)._base_manager.select_for_update(of=("self",))
        self.refresh_from_db(from_queryset=rows)
        if self.state not in states:
            raise self.state_error()

    def state_error(self) -> ValidationError:
        """Return why a transition is refused, for people."""
        message = _("Bước này không thực hiện được: bản ghi đang ở tình trạng “%(state)s”.")
        return ValidationError(message % {"state": self.get_state_display()}, code="state")


class Bilingual(models.Model):
    """A thing named in Vietnamese, and in English where someone has written it."""

    name_vi = models.CharField(_("tên tiếng Việt"), max_length=300)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_vi

    @property
    def name(self) -> str:
        """The name in the reader's language, Vietnamese where there is no English."""
        return in_language(self, "name")


class LoadedFixture(models.Model):
    """A fixture that this database has taken in: it is never loaded over people's edits again."""

    name = models.CharField(max_length=100, primary_key=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class CacheVersion(models.Model):
    """The version of data that every process caches in memory (core/cache_versions.py)."""

    name = models.CharField(max_length=50, primary_key=True)
    version = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.name}: {self.version}"


class CacheEntry(models.Model):
    """A row of Django's database cache, made here so that `migrate` alone brings the table.

    It holds the counts behind the limits on attempts, which all processes must share.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "core_cache"

    def __str__(self) -> str:
        return self.cache_key


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
