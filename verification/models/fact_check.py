"""What the Department has seen of a profile: of one part, or of one certificate."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.fields import person_field
from core.models import Stateful, Versioned
from core.transitions import transition
from enterprises.models.capability import Certificate
from enterprises.models.enterprise import Enterprise

ALREADY = _("Lần kiểm tra này đã được ghi nhận.")


class FactCheck(Versioned, Stateful):
    """That staff have seen what one part of a profile says, how, and until when that holds.

    `fingerprint` is that of what was seen (`verification.checks.subjects`): a check is valid for
    that and for nothing that is written later, whoever writes it.
    """

    class State(models.TextChoices):
        RECORDED = "recorded", _("Đã ghi nhận")
        WITHDRAWN = "withdrawn", _("Đã hủy ghi nhận")

    class Manner(models.TextChoices):
        DOCUMENT = "document", _("Xem giấy tờ")
        VISIT = "visit", _("Kiểm tra tại chỗ")

    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=_("doanh nghiệp"),
        on_delete=models.CASCADE,
        related_name="fact_checks",
    )
    part = models.CharField(_("phần hồ sơ"), max_length=20)
    certificate = models.ForeignKey(
        Certificate,
        verbose_name=_("chứng nhận"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="fact_checks",
    )
    fingerprint = models.CharField(max_length=16, editable=False)
    manner = models.CharField(_("cách kiểm tra"), max_length=10, choices=Manner.choices)
    checked_on = models.DateField(_("ngày kiểm tra"))
    valid_until = models.DateField(_("có giá trị đến hết ngày"))
    note = models.TextField(_("ghi chú nội bộ"), max_length=2_000, blank=True)
    state = models.CharField(
        _("tình trạng"),
        max_length=10,
        choices=State.choices,
        default=State.RECORDED,
        editable=False,
    )
    recorded_by = person_field(_("người ghi nhận"))
    recorded_at = models.DateTimeField(_("ghi nhận lúc"), auto_now_add=True)
    withdraw_reason = models.TextField(_("lý do hủy"), max_length=2_000, blank=True)
    withdrawn_by = person_field(_("người hủy"))
    withdrawn_at = models.DateTimeField(_("hủy lúc"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("kiểm tra thông tin")
        verbose_name_plural = _("kiểm tra thông tin")
        ordering = ["-checked_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "part", "manner", "checked_on", "fingerprint"],
                condition=Q(state="recorded", certificate=None),
                name="fact_check_of_a_part_once",
                violation_error_message=ALREADY,
            ),
            models.UniqueConstraint(
                fields=["certificate", "manner", "checked_on", "fingerprint"],
                condition=Q(state="recorded", certificate__isnull=False),
                name="fact_check_of_a_certificate_once",
                violation_error_message=ALREADY,
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("checked_on")),
                name="fact_check_ends_after_it_was_made",
                violation_error_message=_("Ngày hết giá trị không thể trước ngày kiểm tra."),
            ),
            models.CheckConstraint(
                condition=Q(part="certificates", certificate__isnull=False)
                | ~Q(part="certificates") & Q(certificate=None),
                name="fact_check_of_a_part_or_a_certificate",
                violation_error_message=_("Hãy chọn một phần hồ sơ hoặc một chứng nhận."),
            ),
            models.CheckConstraint(
                condition=Q(state="recorded", withdrawn_at=None, withdraw_reason="")
                | Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdraw_reason=""),
                name="fact_check_withdrawn_for_a_reason",
                violation_error_message=_("Hãy ghi lý do hủy ghi nhận."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise}: {self.get_manner_display()} {self.checked_on:%d/%m/%Y}"

    @property
    def has_lapsed(self) -> bool:
        """Whether its last day is past."""
        return self.valid_until < localdate()

    def keepers(self) -> set[int]:
        """Return whose own facts they are."""
        return self.enterprise.kept_by()

    @transition(
        State.RECORDED,
        State.WITHDRAWN,
        permission="verification.change_factcheck",
        label=_("Hủy ghi nhận"),
        form="verification.checks.forms.FactCheckWithdrawForm",
        not_by="keepers",
    )
    def withdraw(self, reason: str, by: User) -> None:
        """Take back what should not have been recorded; the public sees the part as declared."""
        if not reason.strip():
            raise ValidationError({"reason": _("Hãy ghi lý do hủy ghi nhận.")})
        self.withdraw_reason = reason.strip()
        self.withdrawn_by, self.withdrawn_at, self._history_user = by, now(), by
        self.save()
