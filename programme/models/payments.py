"""What of a budget line was allocated and disbursed, payment by payment."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.days import not_in_future
from programme.money import MAX_DONG, TOO_MUCH, in_dong


class PaymentQuerySet(models.QuerySet):
    """Payments."""

    def standing(self) -> "PaymentQuerySet":
        """Those that no correction has replaced: they alone count."""
        return self.filter(corrected_by=None)


class Payment(models.Model):
    """Money that a line was given on a day, or that was paid out of it, and what states so.

    A wrong one is never changed: a further row `corrects` it for a reason, and it stays to be read.
    """

    class Kind(models.TextChoices):
        ALLOCATED = "allocated", _("Cấp kinh phí")
        DISBURSED = "disbursed", _("Giải ngân")

    line = models.ForeignKey(
        "programme.BudgetLine",
        verbose_name=_("dòng dự toán"),
        on_delete=models.PROTECT,
        related_name="payments",
    )
    kind = models.CharField(_("việc"), max_length=10, choices=Kind.choices)
    amount = models.BigIntegerField(
        _("số tiền (đồng)"),
        validators=[
            MinValueValidator(-MAX_DONG, TOO_MUCH),
            MaxValueValidator(MAX_DONG, TOO_MUCH),
        ],
    )
    on = models.DateField(_("ngày"), validators=[not_in_future])
    source = models.CharField(_("chứng từ, nguồn số liệu"), max_length=300)
    corrects = models.OneToOneField(
        "self",
        verbose_name=_("sửa lần ghi"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="corrected_by",
    )
    reason = models.CharField(_("lý do sửa"), max_length=500, blank=True, default="", db_default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người ghi"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)
    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần cấp, giải ngân")
        verbose_name_plural = _("cấp phát, giải ngân")
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount=0) | Q(corrects__isnull=False),
                name="payment_of_something",
                violation_error_message=_("Số tiền phải khác 0."),
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(reason=""),
                name="payment_corrected_for_a_reason",
                violation_error_message=_("Hãy ghi lý do sửa."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {in_dong(self.amount)}"

    @property
    def is_corrected(self) -> bool:
        """Whether a later row stands in its place."""
        return hasattr(self, "corrected_by")

    def correct(self, amount: int, on: date, source: str, reason: str, by: User) -> "Payment":
        """Put another figure in the place of this one, for a reason; zero says it was nothing."""
        return self.line.correct(self, amount, on, source, reason, by)

    def clean(self) -> None:
        super().clean()
        if self.on and self.on.year < self.line.plan.year:
            raise ValidationError({"on": _("Ngày không thể trước năm kế hoạch.")})
        if self.corrects and not self.reason.strip():
            raise ValidationError({"reason": _("Hãy ghi lý do sửa.")})
