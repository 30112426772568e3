"""The lines of a plan's budget, and what of them was allocated and disbursed."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.days import not_in_future
from programme.models.decisions import Programme
from programme.models.plans import AnnualPlan
from programme.money import MAX_DONG, in_dong
from programme.sums import Sums


class BudgetLineQuerySet(models.QuerySet):
    """Lines of budgets."""

    def approved(self, programme: Programme, year: int) -> "BudgetLineQuerySet":
        """Lines of a year's plans in force, each with its task and agency, in one query.

        Each has `source`, `amount` (planned), `appraised`, `approved`, `allocated` and
        `disbursed`, all in đồng; `sums` adds them up with others' (programme/sums.py).
        """
        lines = self.filter(plan__task__group__programme=programme, plan__year=year)
        lines = lines.filter(plan__state__in=AnnualPlan.IN_FORCE)
        related = lines.select_related("plan__task__group__programme", "plan__agency__parent")
        return related.order_by(
            "plan__task__group__number", "plan__task__position", "plan__agency__name_vi", "id"
        )


class BudgetLine(models.Model):
    """Money for one activity from one source, in đồng, from the proposal to the last payment.

    `allocated` and `disbursed` are the sums of the line's payments. They stand here as well
    because only within one row the database itself can keep them under what was approved; they
    change in `pay` and `take_over` alone, with the payments, while the plan is locked.
    """

    class Source(models.TextChoices):
        CITY = "city", _("Ngân sách Thành phố")
        SPONSORSHIP = "sponsorship", _("Tài trợ, đóng góp")
        OTHER = "other", _("Nguồn hợp pháp khác")

    plan = models.ForeignKey(AnnualPlan, on_delete=models.CASCADE, related_name="lines")
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("thay cho dòng"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="replaced_by",
    )
    activity = models.CharField(_("nội dung chi"), max_length=300)
    source = models.CharField(
        _("nguồn kinh phí"), max_length=20, choices=Source.choices, default=Source.CITY
    )
    amount = models.BigIntegerField(
        _("đề nghị (đồng)"), validators=[MinValueValidator(1), MaxValueValidator(MAX_DONG)]
    )
    basis = models.CharField(_("căn cứ, cách tính"), max_length=500)
    appraised = models.BigIntegerField(_("thẩm định (đồng)"), null=True, editable=False)
    appraisal_reason = models.CharField(
        _("lý do thẩm định khác đề nghị"), max_length=500, blank=True, editable=False
    )
    approved = models.BigIntegerField(_("phê duyệt (đồng)"), null=True, editable=False)
    allocated = models.BigIntegerField(_("đã cấp (đồng)"), default=0, editable=False)
    disbursed = models.BigIntegerField(_("đã giải ngân (đồng)"), default=0, editable=False)

    history = HistoricalRecords()
    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng dự toán")
        verbose_name_plural = _("dự toán kinh phí")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=1),
                name="budget_line_asks_for_something",
                violation_error_message=_("Số tiền đề nghị phải lớn hơn 0."),
            ),
            models.CheckConstraint(
                condition=Q(appraised=None)
                | Q(appraised=F("amount"))
                | Q(appraised__gte=0) & ~Q(appraisal_reason=""),
                name="budget_line_appraised_otherwise_for_a_reason",
                violation_error_message=_("Hãy ghi lý do thẩm định khác số đề nghị."),
            ),
            models.CheckConstraint(
                condition=Q(approved=None) | Q(approved__gte=0, appraised__isnull=False),
                name="budget_line_approved_once_appraised",
                violation_error_message=_("Dòng dự toán được phê duyệt sau khi thẩm định."),
            ),
            models.CheckConstraint(
                condition=Q(allocated=0) | Q(approved__isnull=False, allocated__lte=F("approved")),
                name="budget_line_allocated_within_approved",
                violation_error_message=_("Số đã cấp không thể vượt số được phê duyệt."),
            ),
            models.CheckConstraint(
                condition=Q(disbursed__gte=0, disbursed__lte=F("allocated")),
                name="budget_line_disbursed_within_allocated",
                violation_error_message=_("Số đã giải ngân không thể âm hoặc vượt số đã cấp."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity} ({self.get_source_display()})"

    @property
    def sums(self) -> Sums:
        """Its five amounts; what is not appraised or approved yet counts nothing."""
        return Sums(
            self.amount, self.appraised or 0, self.approved or 0, self.allocated, self.disbursed
        )

    def forget_appraisal(self) -> None:
        """Clear the appraisal: the line goes to Finance anew."""
        self.appraised, self.appraisal_reason = None, ""
        self._save()

    def appraise(self, amount: int, reason: str) -> None:
        """Finance holds that so much is due."""
        self.appraised = amount
        self.appraisal_reason = "" if amount == self.amount else reason.strip()
        self._save()

    def approve(self, amount: int) -> None:
        """Record how much the People's Committee has approved."""
        self.approved = amount
        self._save()

    def forget_approval(self) -> None:
        """Take back the approval that was recorded."""
        self.approved = None
        self._save()

    def copy_to(self, plan: AnnualPlan) -> None:
        """Stand in an adjustment with what was approved; a line that got nothing does not."""
        if self.approved:
            fields = {name: getattr(self, name) for name in ("activity", "source", "basis")}
            BudgetLine.objects.create(plan=plan, replaces=self, amount=self.approved, **fields)

    def take_over(self, old: "BudgetLine") -> None:
        """Move the old line's payments to this line."""
        paid = old.allocated, old.disbursed
        old.payments.update(line=self)
        old.allocated = old.disbursed = 0
        old._save()
        self.allocated, self.disbursed = paid
        self._save()

    @transaction.atomic
    def pay(self, kind: str, amount: int, on: date, source: str, by: User) -> "Payment":
        """Record that money was allocated or disbursed; below zero it takes back."""
        self.plan.lock_in_state(*AnnualPlan.IN_FORCE)
        self.refresh_from_db()
        payment = Payment(line=self, kind=kind, amount=amount, on=on, source=source, by=by)
        payment.full_clean()
        setattr(self, kind, getattr(self, kind) + amount)
        self._check_room(kind)
        self._save()
        payment.save()
        return payment

    def _check_room(self, kind: str) -> None:
        """In the words of who records the payment, what the constraints hold in any case."""
        approved = self.approved or 0
        least, most, beyond = {
            "allocated": (self.disbursed, approved, _("số được phê duyệt")),
            "disbursed": (0, self.allocated, _("số đã cấp")),
        }[kind]
        total = getattr(self, kind)
        if total > most:
            message = _("Cộng dồn sẽ là %(total)s, vượt %(beyond)s (%(most)s).")
            words = {"total": in_dong(total), "beyond": beyond, "most": in_dong(most)}
            raise ValidationError({"amount": message % words})
        if total < least:
            message = _("Cộng dồn sẽ là %(total)s, thấp hơn %(least)s.")
            words = {"total": in_dong(total), "least": in_dong(least)}
            raise ValidationError({"amount": message % words})

    def _save(self) -> None:
        self.full_clean()
        self.save()


class Payment(models.Model):
    """Money that a line was given on a day, or that was paid out of it, and what states so."""

    class Kind(models.TextChoices):
        ALLOCATED = "allocated", _("Cấp kinh phí")
        DISBURSED = "disbursed", _("Giải ngân")

    line = models.ForeignKey(
        BudgetLine,
        verbose_name=_("dòng dự toán"),
        on_delete=models.PROTECT,
        related_name="payments",
    )
    kind = models.CharField(_("việc"), max_length=10, choices=Kind.choices)
    amount = models.BigIntegerField(
        _("số tiền (đồng)"),
        validators=[MinValueValidator(-MAX_DONG), MaxValueValidator(MAX_DONG)],
    )
    on = models.DateField(_("ngày"), validators=[not_in_future])
    source = models.CharField(_("chứng từ, nguồn số liệu"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người ghi"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("lần cấp, giải ngân")
        verbose_name_plural = _("cấp phát, giải ngân")
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount=0),
                name="payment_of_something",
                violation_error_message=_("Số tiền phải khác 0."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {in_dong(self.amount)}"

    def clean(self) -> None:
        super().clean()
        if self.on and self.on.year < self.line.plan.year:
            raise ValidationError({"on": _("Ngày không thể trước năm kế hoạch.")})
