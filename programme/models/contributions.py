"""Who gives money besides the City: sponsors, contributors, enterprises (section IV.2, IV.3)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q, Sum
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.days import not_in_future
from programme.models.budget import BudgetLine
from programme.models.plans import AnnualPlan
from programme.money import MAX_DONG, TOO_MUCH, in_dong


class ContributionQuerySet(models.QuerySet):
    """Contributions."""

    def standing(self) -> "ContributionQuerySet":
        """Those that have not been taken back."""
        return self.filter(withdrawn_at=None)


class Contribution(models.Model):
    """What somebody has committed to a line of a budget that the City does not pay.

    One that comes to nothing is not deleted but withdrawn, for a reason.
    """

    line = models.ForeignKey(
        BudgetLine,
        verbose_name=_("dòng dự toán"),
        on_delete=models.CASCADE,
        related_name="contributions",
    )
    contributor = models.CharField(_("tổ chức, cá nhân tài trợ, đóng góp"), max_length=300)
    amount = models.BigIntegerField(
        _("số cam kết (đồng)"),
        validators=[
            MinValueValidator(1, _("Số tiền phải lớn hơn 0.")),
            MaxValueValidator(MAX_DONG, TOO_MUCH),
        ],
    )
    commitment = models.CharField(_("văn bản, thỏa thuận"), max_length=300)
    committed_on = models.DateField(_("ngày cam kết"), validators=[not_in_future])
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người ghi"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("rút lúc"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người rút"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    withdraw_reason = models.CharField(_("lý do rút"), max_length=500, blank=True, editable=False)
    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("khoản tài trợ, đóng góp")
        verbose_name_plural = _("tài trợ, đóng góp")
        ordering = ["line_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=1),
                name="contribution_of_something",
                violation_error_message=_("Số tiền phải lớn hơn 0."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdraw_reason=""),
                name="contribution_withdrawn_for_a_reason",
                violation_error_message=_("Hãy ghi lý do rút."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contributor}: {in_dong(self.amount)}"

    @transaction.atomic
    def commit(self, by: User) -> None:
        """Record it; ValidationError where the City pays the line or it would have too much."""
        self.line.plan.lock_in_state(*AnnualPlan.CONTRIBUTED_TO)
        self.line.refresh_from_db()
        if self.line.source == BudgetLine.Source.CITY:
            raise ValidationError(
                {"line": _("Dòng này do ngân sách Thành phố chi: hãy chọn dòng của nguồn khác.")}
            )
        self.by = by
        self.full_clean()
        self._check_room()
        self.save()

    @transaction.atomic
    def withdraw(self, reason: str, by: User) -> None:
        """Say that it comes to nothing, and why."""
        self.line.plan.lock_in_state(*AnnualPlan.CONTRIBUTED_TO)
        if not reason.strip():
            raise ValidationError({"reason": _("Hãy ghi lý do rút.")})
        self.withdrawn_at, self.withdrawn_by = now(), by
        self.withdraw_reason = reason.strip()
        self.full_clean()
        self.save()

    def _check_room(self) -> None:
        standing = self.line.contributions.standing().aggregate(sum=Sum("amount"))["sum"] or 0
        most = self.line.latest_amount
        if standing + self.amount > most:
            message = _("Cộng các khoản sẽ là %(total)s, vượt số của dòng (%(most)s).")
            words = {"total": in_dong(standing + self.amount), "most": in_dong(most)}
            raise ValidationError({"amount": message % words})
