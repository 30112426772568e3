"""The Department's consolidated reports: a period of a programme as it was known on one day."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.days import not_in_future
from core.letterhead import Letterhead
from core.models import Stateful, Versioned
from core.text import fold
from core.transitions import transition
from programme.models.decisions import Programme
from programme.models.tasks import TaskGroup
from programme.periods import Period
from programme.snapshot import PeriodSnapshot

NUMBER_TAKEN = _("Số này đã dùng cho một báo cáo khác của cơ quan trong năm.")


def validate_period(code: str) -> None:
    """Raise ValidationError unless the code names a period, such as 2026-Q3, 2026-H1 or 2026."""
    try:
        Period.read(code)
    except ValueError as error:
        raise ValidationError(_("Hãy ghi một kỳ, ví dụ 2026-Q3, 2026-H1 hoặc 2026.")) from error


class ConsolidatedReportQuerySet(models.QuerySet):
    """Consolidated reports."""

    def published(self) -> "ConsolidatedReportQuerySet":
        """Filter to what the public may read."""
        return self.filter(state=ConsolidatedReport.State.PUBLISHED)

    def visible_to(self, user: User) -> "ConsolidatedReportQuerySet":
        """All for who writes them; who only looks sees what was published, withdrawn or not."""
        if not (user.is_active and user.has_perm("programme.view_consolidatedreport")):
            return self.none()
        if user.has_perm("programme.change_consolidatedreport"):
            return self
        return self.exclude(state=ConsolidatedReport.State.DRAFT)


class ConsolidatedReport(Versioned, Stateful, Letterhead):
    """One period of a programme, or of one group of its tasks, consolidated for the City.

    `data` is the stored `snapshot`, what the portal knew when it was collected: later edits of
    reports, tasks or plans do not change it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Đang soạn")
        PUBLISHED = "published", _("Đã công bố")
        WITHDRAWN = "withdrawn", _("Đã rút công bố")

    programme = models.ForeignKey(
        Programme,
        verbose_name=_("chương trình"),
        on_delete=models.PROTECT,
        related_name="consolidated_reports",
    )
    period_code = models.CharField(
        _("kỳ báo cáo"),
        max_length=7,
        validators=[validate_period],
    )
    is_interim = models.BooleanField(
        _("báo cáo tạm thời"),
        default=False,
        db_default=False,
        help_text=_("Bắt buộc khi kỳ chưa kết thúc; văn bản và danh sách ghi rõ “tạm thời”."),
    )
    group = models.ForeignKey(
        TaskGroup,
        verbose_name=_("phạm vi"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Để trống: toàn Chương trình."),
    )
    state = models.CharField(
        _("tình trạng"),
        max_length=10,
        choices=State.choices,
        default=State.DRAFT,
        editable=False,
    )
    data = models.JSONField(default=dict, editable=False)
    collected_at = models.DateTimeField(_("số liệu đến lúc"), null=True, editable=False)

    recipients = models.TextField(
        _("nơi nhận"), max_length=500, default="Lưu: VT.", help_text=_("Mỗi dòng một nơi.")
    )
    assessment = models.TextField(_("đánh giá chung"), max_length=5_000, blank=True)
    outlook = models.TextField(_("nhiệm vụ trọng tâm kỳ tới"), max_length=5_000, blank=True)
    number = models.PositiveIntegerField(
        _("số"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1, _("Số văn bản từ 1 trở lên."))],
    )
    signed_on = models.DateField(_("ngày ký"), null=True, blank=True, validators=[not_in_future])
    # In whose book of which year the number stands; nothing before there are number and day.
    register = models.CharField(
        max_length=210, blank=True, default="", db_default="", editable=False
    )
    signatory_name = models.CharField(_("họ tên người ký"), max_length=150, blank=True)
    published_at = models.DateTimeField(_("công bố lúc"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người công bố"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    withdraw_reason = models.TextField(_("lý do rút"), blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["data", "register"])
    objects = ConsolidatedReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo tổng hợp")
        verbose_name_plural = _("báo cáo tổng hợp")
        ordering = ["-signed_on", "-id"]
        permissions = [("publish_consolidatedreport", _("Công bố và rút báo cáo tổng hợp"))]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "number"],
                condition=~Q(register=""),
                name="consolidated_report_numbered_once_a_year",
                violation_error_message=NUMBER_TAKEN,
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(number__isnull=False, signed_on__isnull=False, published_at__isnull=False),
                name="consolidated_report_published_as_signed",
                violation_error_message=_("Báo cáo công bố cần có số và ngày ký."),
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdraw_reason=""),
                name="consolidated_report_withdrawn_for_a_reason",
                violation_error_message=_("Hãy ghi lý do rút công bố."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_name} {self.period}"

    def save(self, *args, **kwargs) -> None:
        if self.state != self.State.WITHDRAWN:
            self.register = self._register()
        if (names := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*names, "register"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        kwargs = {**self.programme.url_kwargs(), "pk": self.pk}
        return reverse("programme:consolidated-detail", kwargs=kwargs)

    @property
    def period(self) -> Period:
        return Period.read(self.period_code)

    @property
    def kind_name(self) -> str:
        """What it is, in the reader's language; an interim one says so."""
        return str(_("Báo cáo tổng hợp tạm thời") if self.is_interim else _("Báo cáo tổng hợp"))

    @property
    def file_stem(self) -> str:
        """How the names of its files begin."""
        return "bao-cao-tam-thoi" if self.is_interim else "bao-cao"

    @property
    def number_line(self) -> str:
        """Number and symbol; dots to be filled in by hand before there is a number."""
        return f"{self.number or '……'}/{self.symbol}"

    def clean(self) -> None:
        super().clean()
        if self.group and self.group.programme_id != self.programme_id:
            raise ValidationError({"group": _("Nhóm nhiệm vụ thuộc chương trình khác.")})
        self._check_number()

    def _check_number(self) -> None:
        self.register = self._register()
        if not self.register:
            return
        same = ConsolidatedReport.objects.filter(register=self.register, number=self.number)
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"number": NUMBER_TAKEN})

    def _register(self) -> str:
        if self.number is None or self.signed_on is None:
            return ""
        return f"{fold(self.agency_name)} {self.signed_on.year}"

    @property
    def snapshot(self) -> PeriodSnapshot:
        """What the report knows of its period."""
        return PeriodSnapshot.from_json(self.data)

    @transition(
        State.DRAFT,
        permission="programme.change_consolidatedreport",
        label=_("Lấy lại số liệu hôm nay"),
        form="programme.consolidating.forms.CollectForm",
        page="collect",
    )
    def store(self, snapshot: PeriodSnapshot, by: User) -> None:
        """Store what the portal knows now, in place of what was collected before.

        An interim report becomes the whole one when it is collected after its period has ended.
        """
        if snapshot.is_interim and not self.is_interim:
            raise ValidationError(_("Kỳ báo cáo chưa kết thúc: chỉ lập được báo cáo tạm thời."))
        self.is_interim = snapshot.is_interim
        self.data, self.collected_at, self._history_user = snapshot.to_json(), now(), by
        self.save()

    @transition(
        State.DRAFT,
        State.PUBLISHED,
        permission="programme.publish_consolidatedreport",
        label=_("Công bố"),
    )
    def publish(self, by: User) -> None:
        """Show it to everyone as it was signed; from now on it does not change."""
        if not (self.number and self.signed_on):
            raise ValidationError(_("Báo cáo công bố cần có số và ngày ký."))
        not_in_future(self.signed_on, _("Ngày ký"), "signed_on")
        self.published_at, self.published_by = now(), by
        self._history_user = by
        self.save()

    @transition(
        State.PUBLISHED,
        State.WITHDRAWN,
        permission="programme.publish_consolidatedreport",
        label=_("Rút công bố"),
        form="programme.consolidating.forms.WithdrawConsolidatedForm",
    )
    def withdraw(self, reason: str, by: User) -> None:
        """Take it from the public, for a reason; what was published stays on record."""
        if not reason.strip():
            raise ValidationError({"reason": _("Hãy ghi lý do rút công bố.")})
        self.withdraw_reason, self._history_user = reason.strip(), by
        self.save()
