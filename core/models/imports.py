"""Uploaded spreadsheets of rows."""

from datetime import date, timedelta
from typing import Any

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
        MAPPING = "mapping", _("Chờ chọn trang và cột")
        REFUSED = "refused", _("Có lỗi, chưa nhập dòng nào")
        CHECKED = "checked", _("Đã kiểm tra, chờ xác nhận")
        CONFIRMED = "confirmed", _("Đã xác nhận, chờ ghi")
        WRITING = "writing", _("Đang ghi vào cơ sở dữ liệu")
        INDEXING = "indexing", _("Đã ghi, đang cập nhật tìm kiếm")
        DONE = "done", _("Đã nhập xong")

    UNDECIDED = {State.MAPPING, State.REFUSED, State.CHECKED}  # in which a person may choose
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
    layout = models.JSONField(
        default=dict, db_default={}
    )  # sheets, columns and unknown values, for the page
    bad_rows = models.BinaryField(default=b"", db_default=b"")  # core.imports.bad_rows.pack
    choices = models.JSONField(default=dict, db_default={})  # core.imports.meanings.Choices
    version = models.PositiveIntegerField(
        default=0, db_default=0
    )  # of the choices: shows a stale form
    chosen_by = person_field(_("người chọn"))
    chosen_at = models.DateTimeField(_("chọn lúc"), null=True)
    written = models.JSONField(default=list)  # keys of the records, until after_write

    class Meta:
        verbose_name = _("lần nhập bảng tính")
        verbose_name_plural = _("lần nhập bảng tính")
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
    def may_be_chosen(self) -> bool:
        """Whether a person may say how the file is read, and have it checked again."""
        return self.state in self.UNDECIDED and bool(self.layout)

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

    def confirm(self) -> bool:
        """Have the file written as it was seen; false where somebody has gone first."""
        here = type(self).objects.filter(pk=self.pk, state=self.State.CHECKED, version=self.version)
        moved = here.update(state=self.State.CONFIRMED, heard_at=now(), rows_done=0, trouble="")
        if moved:
            self.refresh_from_db(fields=["state", "heard_at", "rows_done", "trouble"])
        return bool(moved)

    def choose(self, seen: int, by: Any, choices: dict) -> bool:
        """Have the file checked again as somebody has chosen; false where another came first."""
        again = {"choices": choices, "version": seen + 1, "chosen_by": by, "chosen_at": now()}
        here = type(self).objects.filter(pk=self.pk, state__in=self.UNDECIDED, version=seen)
        reset = {"state": self.State.WAITING, "rows_done": 0, "heard_at": now(), "trouble": ""}
        return bool(here.exclude(content=b"").update(**again, **reset))

    def report_progress(self, rows_done: int) -> None:
        """Record how far the work has come."""
        type(self).objects.filter(pk=self.pk).update(rows_done=rows_done, heard_at=now())

    @classmethod
    def drop_unconfirmed(cls) -> None:
        """Delete what was refused or left unconfirmed long ago, with the file that was uploaded.

        Of files that were written the rows that were not go as well.
        """
        old = cls.objects.filter(heard_at__lt=now() - UNCONFIRMED_RETENTION)
        old.filter(state__in=cls.UNDECIDED).delete()
        old.filter(state=cls.State.DONE).exclude(bad_rows=b"").update(bad_rows=b"")

    @classmethod
    def interrupted(cls) -> models.QuerySet["SpreadsheetImport"]:
        """Return those of whose work nothing was heard for so long that it may be cut off."""
        silent = cls.objects.filter(state__in=cls.WORK, heard_at__lt=now() - SILENT)
        return silent.defer("content", "outcomes", "bad_rows")

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


class ImportMeaning(models.Model):
    """What a heading of spreadsheets, or a value that no catalogue has, means to an importer."""

    importer = models.CharField(max_length=50)
    column = models.CharField(max_length=50, blank=True)  # the value's field; empty of a heading
    text = models.CharField(max_length=200)  # folded
    meaning = models.CharField(max_length=200, blank=True)  # empty: not read, or left blank
    decided_by = person_field(_("người chọn"))
    decided_at = models.DateTimeField(_("chọn lúc"), auto_now=True)

    class Meta:
        verbose_name = _("cách hiểu của bảng tính")
        verbose_name_plural = _("cách hiểu của bảng tính")
        constraints = [
            models.UniqueConstraint(
                fields=["importer", "column", "text"], name="one_meaning_of_a_text"
            )
        ]

    def __str__(self) -> str:
        return f"{self.text} → {self.meaning or '–'}"

    @classmethod
    def of(cls, importer: str) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        """Return what an importer's headings mean, and its values by field."""
        headings: dict[str, str] = {}
        values: dict[str, dict[str, str]] = {}
        rows = cls.objects.filter(importer=importer)
        for column, text, meaning in rows.values_list("column", "text", "meaning"):
            (values.setdefault(column, {}) if column else headings)[text] = meaning
        return headings, values

    @classmethod
    def remember(cls, importer: str, column: str, meanings: dict[str, str | None], by: Any) -> None:
        """Keep what texts mean for the next file; None forgets it."""
        mine = cls.objects.filter(importer=importer, column=column)
        mine.filter(
            text__in=[text for text, meaning in meanings.items() if meaning is None]
        ).delete()
        kept = [
            ImportMeaning(
                importer=importer,
                column=column,
                text=text,
                meaning=meaning,
                decided_by=by,
                decided_at=now(),
            )
            for text, meaning in sorted(meanings.items())
            if meaning is not None and len(text) <= 200 and len(meaning) <= 200
        ]
        ImportMeaning.objects.bulk_create(
            kept,
            update_conflicts=True,
            unique_fields=["importer", "column", "text"],
            update_fields=["meaning", "decided_by", "decided_at"],
        )
