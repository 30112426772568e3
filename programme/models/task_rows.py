"""What the Appendix says of a task row by row: agencies, products, cells of the scan in doubt."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.languages import in_language
from programme.models.agencies import Agency


class TaskAgency(models.Model):
    """An agency in one of the Appendix's two columns, or read on the row but in neither."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Chủ trì")
        COORDINATING = "coordinating", _("Phối hợp")
        UNPLACED = "unplaced", _("Đọc được, chưa rõ cột")

    task = models.ForeignKey(
        "programme.Task", on_delete=models.CASCADE, related_name="task_agencies"
    )
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

    task = models.ForeignKey(
        "programme.Task", on_delete=models.CASCADE, related_name="deliverables"
    )
    name_vi = models.CharField(_("sản phẩm"), max_length=200)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=1)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("sản phẩm của nhiệm vụ")
        verbose_name_plural = _("sản phẩm của nhiệm vụ")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name_vi


class OpenCellQuerySet(models.QuerySet):
    """Cells of the Appendix that the scan leaves in doubt."""

    def unconfirmed(self) -> "OpenCellQuerySet":
        return self.filter(confirmed_at=None)


class OpenCell(models.Model):
    """A cell of the Appendix that the scan leaves in doubt, until staff confirm it."""

    class Cell(models.TextChoices):
        LEAD = "lead", _("Đơn vị chủ trì")
        COORDINATING = "coordinating", _("Đơn vị phối hợp")
        DELIVERABLE = "deliverable", pgettext_lazy("of a task", "Sản phẩm")
        TIMEFRAME = "timeframe", _("Thời gian")
        NOTE = "note", _("Ghi chú")

    task = models.ForeignKey("programme.Task", on_delete=models.CASCADE, related_name="open_cells")
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
