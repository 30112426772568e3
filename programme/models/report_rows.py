"""What belongs to a quarterly report: its figures, its evidence, its version at each step."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.files.documents import document_path, private_storage, validate_document
from programme.models.measures import Measure


class ReportFigure(models.Model):
    """What the quarter added to one of the task's measures, in the measure's unit."""

    report = models.ForeignKey("programme.Report", on_delete=models.CASCADE, related_name="figures")
    measure = models.ForeignKey(
        Measure, verbose_name=_("số đo"), on_delete=models.PROTECT, related_name="figures"
    )
    value = models.DecimalField(_("kết quả trong quý"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("số liệu của báo cáo")
        verbose_name_plural = _("số liệu của báo cáo")
        ordering = ["measure__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "measure"],
                name="report_figure_once",
                violation_error_message=_("Số đo này đã có số liệu."),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="report_figure_not_negative",
                violation_error_message=_("Số liệu không thể âm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.value}"


class ReportEvidence(models.Model):
    """A file or a page that shows what the report says; public once the report is accepted."""

    report = models.ForeignKey(
        "programme.Report", on_delete=models.CASCADE, related_name="evidence"
    )
    title = models.CharField(_("tên tài liệu"), max_length=200)
    file = models.FileField(
        _("tệp"),
        max_length=200,
        blank=True,
        storage=private_storage,
        upload_to=document_path,
        validators=[validate_document],
        help_text=_("PDF, JPEG hoặc PNG, tối đa 10 MB."),
    )
    link = models.URLField(_("liên kết"), blank=True)

    class Meta:
        verbose_name = _("tài liệu kiểm chứng")
        verbose_name_plural = _("tài liệu kiểm chứng")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(file="") & Q(link="") | Q(file="") & ~Q(link=""),
                name="report_evidence_is_a_file_or_a_link",
                violation_error_message=_("Hãy tải một tệp hoặc ghi một liên kết."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class ReportVersion(models.Model):
    """What a report said at one of its steps."""

    class Event(models.TextChoices):
        SUBMITTED = "submitted", _("Đơn vị gửi")
        RETURNED = "returned", _("Sở Công Thương trả lại")
        ACCEPTED = "accepted", _("Sở Công Thương tiếp nhận")
        UNLOCKED = "unlocked", _("Sở Công Thương mở khóa")
        TAKEN_BACK = "taken_back", _("Đơn vị rút lại để sửa")

    report = models.ForeignKey(
        "programme.Report", on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("lần"))
    event = models.CharField(_("bước"), max_length=10, choices=Event.choices)
    content = models.JSONField(_("nội dung"))
    remark = models.TextField(_("đề nghị, lý do"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người thực hiện"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("phiên bản của báo cáo")
        verbose_name_plural = _("phiên bản của báo cáo")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"], name="report_version_numbered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_event_display()}"
