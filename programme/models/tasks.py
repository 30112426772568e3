"""The Appendix: groups, tasks, who does them, and which cells of the scan are still open."""

from collections import defaultdict
from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.languages import in_language
from core.models import Versioned
from core.text import fold
from programme.models.agencies import Agency
from programme.models.decisions import Amendable, AmendableQuerySet, Programme
from programme.models.task_rows import OpenCell, TaskAgency

Role, Cell = TaskAgency.Role, OpenCell.Cell


class TaskGroupQuerySet(models.QuerySet):
    """Groups of tasks."""

    def get_by_natural_key(self, programme: str, number: int) -> "TaskGroup":
        return self.get(programme__slug=programme, number=number)


class TaskGroup(models.Model):
    """A group of tasks, one heading of section III and of the Appendix."""

    programme = models.ForeignKey(
        Programme, verbose_name=_("chương trình"), on_delete=models.PROTECT, related_name="groups"
    )
    number = models.PositiveSmallIntegerField(_("số thứ tự"))
    title_vi = models.CharField(_("tên nhóm"), max_length=500)
    title_en = models.CharField(_("tên tiếng Anh (không chính thức)"), max_length=500, blank=True)
    goal_vi = models.TextField(_("mục tiêu"), blank=True)
    history = HistoricalRecords()
    objects = TaskGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhóm nhiệm vụ")
        verbose_name_plural = _("nhóm nhiệm vụ")
        ordering = ["programme", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"],
                name="task_group_numbered_once",
                violation_error_message=_("Chương trình đã có nhóm mang số này."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title_vi}"

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def heading(self) -> str:
        """Number and title in the reader's language."""
        return f"{self.number}. {self.title}"

    @property
    def picker_label(self) -> str:
        """As pickers name it: groups of several programmes have the same numbers."""
        return f"{self.programme.short_title} – {self}"


def _years(recurrence: str, first: int, last: int, start: int, end: int) -> range:
    """Every year, or every second from the first, inside the programme's first to last year."""
    step = 2 if recurrence == Task.Recurrence.EVERY_TWO_YEARS else 1
    missed = max(start - first, 0)
    return range(first + missed + missed % step, min(last, end) + 1, step)


class TaskQuerySet(AmendableQuerySet):
    """Tasks of the Appendix."""

    def get_by_natural_key(self, programme: str, number: str) -> "Task":
        return self.filter(group__programme__slug=programme).numbered(number).in_force().get()

    def of(self, programme: Programme) -> "TaskQuerySet":
        return self.filter(group__programme=programme)

    def numbered(self, number: str) -> "TaskQuerySet":
        """Tasks with the printed number, such as 1.10; none for words that are no number."""
        group, dot, position = number.partition(".")
        if not (dot and group.isdecimal() and position.isdecimal() and len(number) < 10):
            return self.none()
        return self.filter(group__number=int(group), position=int(position))

    def _open(self, cell: str) -> Exists:
        return self._any_open(cell=cell)

    def _placed(self, role: str, agencies) -> Exists:
        return Exists(
            TaskAgency.objects.filter(task=OuterRef("pk"), role=role, agency__in=agencies)
        )

    def led_by(self, agencies) -> "TaskQuerySet":
        """Tasks of which one of these agencies is the lead for certain: its cell is not open."""
        return self.filter(self._placed(Role.LEAD, agencies)).exclude(self._open(Cell.LEAD))

    def coordinated_by(self, agencies) -> "TaskQuerySet":
        """Tasks that one of these agencies joins for certain."""
        return self.filter(self._placed(Role.COORDINATING, agencies)).exclude(
            self._open(Cell.COORDINATING)
        )

    def uncertainly_of(self, agencies) -> "TaskQuerySet":
        """Tasks on whose row one of these agencies is read, but not for certain in a column."""
        return self.filter(
            self._placed(Role.UNPLACED, agencies)
            | (self._placed(Role.LEAD, agencies) & self._open(Cell.LEAD))
            | (self._placed(Role.COORDINATING, agencies) & self._open(Cell.COORDINATING))
        )

    def _under(self, codes: list[str]) -> list[int]:
        return Agency.objects.ids_under(codes)

    def led_under(self, codes: list[str]) -> "TaskQuerySet":
        """Tasks led for certain by agencies with these codes, by their units or predecessors."""
        return self.led_by(self._under(codes))

    def coordinated_under(self, codes: list[str]) -> "TaskQuerySet":
        """Tasks joined for certain by agencies with these codes, their units or predecessors."""
        return self.coordinated_by(self._under(codes))

    def uncertainly_under(self, codes: list[str]) -> "TaskQuerySet":
        """Tasks on whose row these agencies, their units or predecessors are read in doubt."""
        return self.uncertainly_of(self._under(codes))

    def with_open_cells(self) -> "TaskQuerySet":
        """Tasks of which something is not verified from the scan."""
        return self.filter(self._any_open())

    def _any_open(self, **which) -> Exists:
        return Exists(OpenCell.objects.unconfirmed().filter(task=OuterRef("pk"), **which))

    def verified_as(self, values: list[str]) -> "TaskQuerySet":
        """Tasks with open cells ("open"), wholly verified ones ("verified"), or both."""
        tasks = self.annotate(is_open=self._any_open())
        return tasks.filter(is_open__in=[value == "open" for value in values])

    def in_groups(self, numbers: list[str]) -> "TaskQuerySet":
        return self.filter(group__number__in=numbers)

    def with_status(self, values: list[str]) -> "TaskQuerySet":
        return self.filter(status__in=values)

    def recurring(self, values: list[str]) -> "TaskQuerySet":
        """Tasks by the nature of their time; a time cell in doubt counts as unknown."""
        certain = Q(recurrence__in=values) & ~self._open(Cell.TIMEFRAME)
        in_doubt = self._open(Cell.TIMEFRAME) if "unknown" in values else Q(pk__in=[])
        return self.filter(certain | in_doubt)

    def in_years(self, values: list[str]) -> "TaskQuerySet":
        """Tasks with something to do in one of these years, or in doubt when ("unknown")."""
        years = [int(value) for value in values if value != "unknown"]
        certain = self.exclude(self._open(Cell.TIMEFRAME)).covering(years)
        if "unknown" not in values:
            return certain
        return self.filter(Q(pk__in=certain.order_by().values("pk")) | self._open(Cell.TIMEFRAME))

    def editable_by(self, user: User) -> "TaskQuerySet":
        """DOIT's staff may change all; an officer those that the own agency leads, for certain."""
        if not (user.is_active and user.has_perm("programme.change_task")):
            return self.none()
        if user.is_superuser or user.has_perm("programme.manage_register"):
            return self
        return self.led_by(Agency.objects.represented_by_user(user)).in_force()

    def search(self, query: str) -> "TaskQuerySet":
        """Tasks whose number or text holds every word of the query, marks or none.

        The register has tens of rows: folding them here is quicker than a column to keep.
        """
        words = fold(query).split()
        if not words:
            return self
        texts = {pk: fold(" ".join(found)) for pk, found in self.texts()}
        hits = [pk for pk, text in texts.items() if all(word in text for word in words)]
        return self.filter(pk__in=hits)

    def texts(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the id of each task with the texts in which words are looked for."""
        rows = self.order_by().values_list(
            "pk", "group__number", "position", "content_vi", "content_en", "note", "status_note"
        )
        for pk, group, position, *texts in rows:
            yield pk, [f"{group}.{position}", *texts]

    def years(self) -> dict[int, range]:
        """Return the years of its programme in which each task (by id) has something to do."""
        start, end = F("group__programme__first_year"), F("group__programme__last_year")
        first, last = Coalesce("first_year", start), Coalesce("last_year", end)
        rows = self.exclude(recurrence=Task.Recurrence.UNKNOWN).order_by()
        spans = rows.values_list("pk", "recurrence", first, last, start, end)
        return {pk: _years(*span) for pk, *span in spans}

    def covering(self, years: list[int]) -> "TaskQuerySet":
        """Tasks with something to do in one of these years.

        The register has tens of rows: which year is whose is told here, not in the database.
        """
        due = [pk for pk, span in self.years().items() if any(year in span for year in years)]
        return self.filter(pk__in=due)

    def due_in(self, year: int) -> "TaskQuerySet":
        """Tasks in force with something to do in the year, and not finished."""
        unfinished = self.in_force().exclude(status__in=Task.FINISHED)
        return unfinished.covering([year])

    def counts_by(self, path: str) -> dict[str, int]:
        """How many of these tasks stand under each value of a field."""
        rows = self.order_by().values_list(path).annotate(n=Count("pk", distinct=True))
        return {str(value): count for value, count in rows}

    def counts_by_group(self) -> dict[int, dict[str, int]]:
        """How many of these tasks each group (by id) has in each status."""
        counts = defaultdict(dict)
        rows = self.order_by().values_list("group", "status").annotate(n=Count("pk"))
        for group, status, count in rows:
            counts[group][status] = count
        return counts

    def counts_by_status(self) -> dict[str, int]:
        return self.counts_by("status")

    def for_list(self) -> "TaskQuerySet":
        """With what a row of the register shows, in a constant number of queries."""
        return self.select_related("group__programme", "added_by", "ended_by").prefetch_related(
            "task_agencies__agency__parent", "deliverables", "open_cells"
        )


class Task(Amendable, Versioned):
    """A task of the Appendix; one row for each wording that was ever in force."""

    class Status(models.TextChoices):
        NO_REPORT = "no_report", _("Chưa có báo cáo")
        NOT_STARTED = "not_started", _("Chưa triển khai")
        IN_PROGRESS = "in_progress", _("Đang thực hiện")
        DONE_FOR_PERIOD = "done_for_period", _("Hoàn thành trong kỳ")
        DONE = "done", _("Hoàn thành")
        PAUSED = "paused", _("Tạm dừng")
        ENDED = "ended", _("Kết thúc")

    class Recurrence(models.TextChoices):
        YEARLY = "yearly", _("Hàng năm")
        EVERY_TWO_YEARS = "every_two_years", _("Hai năm một lần")
        PERIOD = "period", _("Theo giai đoạn")
        UNKNOWN = "unknown", _("Chưa đọc được từ bản quét")

    FINISHED = (Status.DONE, Status.DONE_FOR_PERIOD, Status.ENDED)

    group = models.ForeignKey(
        TaskGroup, verbose_name=_("nhóm"), on_delete=models.PROTECT, related_name="tasks"
    )
    position = models.PositiveSmallIntegerField(
        _("thứ tự trong nhóm"), help_text=_("10 cho nhiệm vụ 1.10.")
    )
    content_vi = models.TextField(_("nội dung"))
    content_en = models.TextField(_("bản dịch tiếng Anh không chính thức"), blank=True)
    timeframe = models.CharField(_("thời gian (nguyên văn)"), max_length=200, blank=True)
    first_year = models.PositiveSmallIntegerField(
        _("từ năm"), null=True, blank=True, help_text=_("Để trống: từ đầu Chương trình.")
    )
    last_year = models.PositiveSmallIntegerField(
        _("đến năm"), null=True, blank=True, help_text=_("Để trống: không ghi năm kết thúc.")
    )
    recurrence = models.CharField(
        _("tính chất thời gian"),
        max_length=20,
        choices=Recurrence.choices,
        default=Recurrence.UNKNOWN,
    )
    note = models.TextField(_("ghi chú (nguyên văn)"), blank=True)
    reading_note = models.TextField(_("ghi chú khi đọc bản quét"), blank=True)
    agencies = models.ManyToManyField(
        Agency, verbose_name=_("đơn vị"), through=TaskAgency, related_name="tasks"
    )

    status = models.CharField(
        _("tình trạng"), max_length=20, choices=Status.choices, default=Status.NO_REPORT
    )
    status_note = models.TextField(_("ghi chú tình trạng"), max_length=2_000, blank=True)
    status_updated_at = models.DateTimeField(_("cập nhật tình trạng"), null=True, editable=False)
    status_updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người cập nhật tình trạng"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    history = HistoricalRecords()
    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhiệm vụ")
        verbose_name_plural = _("nhiệm vụ")
        ordering = ["group__number", "position", "id"]
        permissions = [("manage_register", _("Quản lý toàn bộ danh mục nhiệm vụ"))]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "position"],
                condition=Q(ended_by=None),
                name="task_numbered_once_in_force",
                violation_error_message=_("Nhóm đã có nhiệm vụ đang hiệu lực mang số này."),
            ),
            models.CheckConstraint(
                condition=Q(first_year=None)
                | Q(last_year=None)
                | Q(last_year__gte=F("first_year")),
                name="task_years_in_order",
                violation_error_message=_("Năm kết thúc phải từ năm bắt đầu trở đi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.content_vi}"

    @property
    def number(self) -> str:
        """The number that the Appendix prints, such as 1.10."""
        return f"{self.group.number}.{self.position}"

    @property
    def programme(self) -> Programme:
        return self.group.programme

    @property
    def picker_label(self) -> str:
        """As pickers name it: tasks of several programmes have the same numbers."""
        return f"{self.programme.short_title} – {self}"

    def get_absolute_url(self) -> str:
        return reverse(
            "programme:task-detail", kwargs={**self.programme.url_kwargs(), "number": self.number}
        )

    @cached_property
    def open_by_cell(self) -> dict[str, OpenCell]:
        """Return the cells that no one has confirmed, by name."""
        return {cell.cell: cell for cell in self.open_cells.all() if cell.confirmed_at is None}

    def read_as(self, role: str) -> list[Agency]:
        """Return the agencies read in a column, or in neither, for certain or not."""
        return [row.agency for row in self.task_agencies.all() if row.role == role]

    @property
    def leads(self) -> list[Agency]:
        return self.read_as(Role.LEAD)

    @property
    def coordinators(self) -> list[Agency]:
        return self.read_as(Role.COORDINATING)

    @property
    def unplaced(self) -> list[Agency]:
        return self.read_as(Role.UNPLACED)

    def clean(self) -> None:
        super().clean()
        for amendment in (self.added_by, self.ended_by):
            if amendment and self.group_id and amendment.programme_id != self.group.programme_id:
                raise ValidationError(_("Quyết định điều chỉnh thuộc chương trình khác."))

    def copy_rows_to(self, copy: "Task") -> None:
        """Copy this wording's agencies, products and doubts to the new one."""
        doubts = self.open_cells.unconfirmed()
        for row in [*self.task_agencies.all(), *self.deliverables.all(), *doubts]:
            row.pk, row._state.adding, row.task = None, True, copy
            row.save()

    def report_status(self, by: User) -> None:
        """Record who has just said what the status is (the fields are set already)."""
        self.status_updated_at, self.status_updated_by = now(), by
        self.save()
