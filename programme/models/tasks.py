"""The Appendix: groups, tasks, who does them, and which cells of the scan are still open."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.languages import in_language
from core.models import Versioned
from programme.models.agencies import Agency
from programme.models.decisions import Amendable, Programme
from programme.querysets.register import (
    OpenCellQuerySet,
    TaskGroupQuerySet,
    TaskQuerySet,
)


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
        Agency, verbose_name=_("đơn vị"), through="TaskAgency", related_name="tasks"
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

    def get_absolute_url(self) -> str:
        return reverse(
            "programme:task-detail", kwargs={**self.programme.address(), "number": self.number}
        )

    @cached_property
    def open_by_cell(self) -> dict[str, "OpenCell"]:
        """The cells that no one has confirmed, by name."""
        return {cell.cell: cell for cell in self.open_cells.all() if cell.confirmed_at is None}

    def read_as(self, role: str) -> list[Agency]:
        """The agencies read in a column, or in neither, for certain or not."""
        return [row.agency for row in self.task_agencies.all() if row.role == role]

    @property
    def leads(self) -> list[Agency]:
        return self.read_as("lead")

    @property
    def coordinators(self) -> list[Agency]:
        return self.read_as("coordinating")

    @property
    def unplaced(self) -> list[Agency]:
        return self.read_as("unplaced")

    def clean(self) -> None:
        super().clean()
        for amendment in (self.added_by, self.ended_by):
            if amendment and self.group_id and amendment.programme_id != self.group.programme_id:
                raise ValidationError(_("Quyết định điều chỉnh thuộc chương trình khác."))

    def copy_rows_to(self, copy: "Task") -> None:
        """The new wording starts with the old one's agencies, products and doubts."""
        doubts = self.open_cells.unconfirmed()
        for row in [*self.task_agencies.all(), *self.deliverables.all(), *doubts]:
            row.pk, row._state.adding, row.task = None, True, copy
            row.save()

    def report_status(self, by: User) -> None:
        """Record who has just said what the status is (the fields are set already)."""
        self.status_updated_at, self.status_updated_by = now(), by
        self.save()


class TaskAgency(models.Model):
    """An agency in one of the Appendix's two columns, or read on the row but in neither."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Chủ trì")
        COORDINATING = "coordinating", _("Phối hợp")
        UNPLACED = "unplaced", _("Đọc được, chưa rõ cột")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="task_agencies")
    agency = models.ForeignKey(
        Agency, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="task_agencies"
    )
    role = models.CharField(_("vai trò"), max_length=20, choices=Role.choices)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=1)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("đơn vị của nhiệm vụ")
        verbose_name_plural = _("đơn vị của nhiệm vụ")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "agency"],
                name="task_agency_once",
                violation_error_message=_("Đơn vị đã có trong nhiệm vụ này."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} ({self.get_role_display()})"


class Deliverable(models.Model):
    """A product that the Appendix asks of a task, such as a report or a plan."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="deliverables")
    name_vi = models.CharField(_("sản phẩm"), max_length=200)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=1)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("sản phẩm của nhiệm vụ")
        verbose_name_plural = _("sản phẩm của nhiệm vụ")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name_vi


class OpenCell(models.Model):
    """A cell of the Appendix that the scan leaves in doubt, until staff confirm it."""

    class Cell(models.TextChoices):
        LEAD = "lead", _("Đơn vị chủ trì")
        COORDINATING = "coordinating", _("Đơn vị phối hợp")
        DELIVERABLE = "deliverable", pgettext_lazy("of a task", "Sản phẩm")
        TIMEFRAME = "timeframe", _("Thời gian")
        NOTE = "note", _("Ghi chú")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="open_cells")
    cell = models.CharField(_("ô"), max_length=20, choices=Cell.choices)
    reason_vi = models.TextField(_("lý do chưa xác minh"))
    reason_en = models.TextField(_("lý do (tiếng Anh)"), blank=True)
    source = models.CharField(
        _("căn cứ xác minh"),
        max_length=300,
        blank=True,
        help_text=_("Văn bản gốc, trang; ví dụ: bản ký số lưu tại Văn phòng UBND, trang 12."),
    )
    confirmed_at = models.DateTimeField(_("xác minh lúc"), null=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người xác minh"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    history = HistoricalRecords()
    objects = OpenCellQuerySet.as_manager()

    class Meta:
        verbose_name = _("ô chưa xác minh")
        verbose_name_plural = _("ô chưa xác minh")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["task", "cell"], name="open_cell_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | (Q(confirmed_by__isnull=False) & ~Q(source="")),
                name="open_cell_confirmed_from_a_source",
                violation_error_message=_("Xác minh cần ghi căn cứ."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task.number}: {self.get_cell_display()}"

    @property
    def reason(self) -> str:
        return in_language(self, "reason")

    def confirm(self, source: str, by: User) -> None:
        """State that the cell now stands as in the source; its value is already on the task."""
        if self.confirmed_at:
            return
        if not source:
            raise ValidationError({"source": _("Hãy ghi căn cứ xác minh.")})
        unplaced = self.task.task_agencies.filter(role=TaskAgency.Role.UNPLACED)
        if self.cell in {self.Cell.LEAD, self.Cell.COORDINATING} and unplaced.exists():
            raise ValidationError(
                _("Còn đơn vị chưa rõ cột: hãy xếp vào chủ trì hoặc phối hợp trước khi xác minh.")
            )
        self.source, self.confirmed_at, self.confirmed_by = source, now(), by
        self.save()

    def reopen(self) -> None:
        """Take back a confirmation: the public sees the cell as not verified again."""
        self.confirmed_at = self.confirmed_by = None
        self.save()
