"""The lines of a plan's budget, and what of them was allocated and disbursed."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from programme.models.costs import CostCategory
from programme.models.decisions import Programme
from programme.models.payments import Payment
from programme.models.plans import AnnualPlan
from programme.money import MAX_DONG, TOO_MUCH, in_dong, product
from programme.sums import Sums

FAR = Decimal("0.5")  # less than this share of what was asked for is far from it
AT_MOST = MaxValueValidator(MAX_DONG, TOO_MUCH)


class BudgetLineQuerySet(models.QuerySet):
    """Lines of budgets."""

    def approved(self, programme: Programme, year: int) -> "BudgetLineQuerySet":
        """Lines of a year's plans in force, each with its task and agency, in one query.

        Each has `source`, `amount` (planned), `appraised`, `approved`, `allocated` and
        `disbursed`, all in đồng; `sums` adds them up with others' (programme/sums.py).
        """
        lines = self.filter(plan__task__group__programme=programme, plan__year=year)
        lines = lines.filter(plan__state__in=AnnualPlan.IN_FORCE)
        related = lines.select_related(
            "plan__task__group__programme", "plan__agency__parent", "category"
        )
        return related.order_by(
            "plan__task__group__number", "plan__task__position", "plan__agency__name_vi", "id"
        )


class BudgetLineManager(models.Manager.from_queryset(BudgetLineQuerySet)):
    """Lines that know whether a payment was recorded: none is not the same as zero."""

    def get_queryset(self) -> BudgetLineQuerySet:
        paid = Payment.objects.order_by().filter(line=OuterRef("pk"))
        kinds = Payment.Kind
        return (
            super()
            .get_queryset()
            .annotate(
                was_allocated=Exists(paid.filter(kind=kinds.ALLOCATED)),
                was_disbursed=Exists(paid.filter(kind=kinds.DISBURSED)),
            )
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
        ENTERPRISE = "enterprise", _("Vốn doanh nghiệp")
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
    category = models.ForeignKey(
        CostCategory,
        verbose_name=_("khoản mục chi"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lines",
    )
    quantity = models.DecimalField(
        _("số lượng"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"), _("Số lượng phải lớn hơn 0."))],
    )
    unit = models.CharField(_("đơn vị tính"), max_length=50, blank=True, default="", db_default="")
    unit_price = models.BigIntegerField(
        _("đơn giá (đồng)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1, _("Số tiền phải lớn hơn 0.")), AT_MOST],
    )
    amount = models.BigIntegerField(_("đề nghị (đồng)"), validators=[MinValueValidator(1), AT_MOST])
    basis = models.CharField(_("căn cứ, cách tính"), max_length=500)
    appraised = models.BigIntegerField(
        _("thẩm định (đồng)"), null=True, editable=False, validators=[AT_MOST]
    )
    appraisal_reason = models.CharField(
        _("lý do thẩm định khác đề nghị"), max_length=500, blank=True, editable=False
    )
    approved = models.BigIntegerField(
        _("phê duyệt (đồng)"), null=True, editable=False, validators=[AT_MOST]
    )
    approval_reason = models.CharField(
        _("lý do phê duyệt khác xa đề nghị"),
        max_length=500,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    allocated = models.BigIntegerField(_("đã cấp (đồng)"), default=0, editable=False)
    disbursed = models.BigIntegerField(_("đã giải ngân (đồng)"), default=0, editable=False)

    history = HistoricalRecords()
    objects = BudgetLineManager()

    was_allocated = was_disbursed = False  # until its manager or a payment says otherwise

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
        """Its five amounts; None where one has not been filled in yet."""
        return Sums(
            self.amount,
            self.appraised,
            self.approved,
            self.allocated if self.was_allocated else None,
            self.disbursed if self.was_disbursed else None,
            appraised_apart=int(self.is_apart(self.appraised)),
            approved_apart=int(self.is_apart(self.approved)),
        )

    @property
    def latest_amount(self) -> int:
        """What was last said of it: approved, else appraised, else asked for."""
        found = [self.approved, self.appraised, self.amount]
        return next(amount for amount in found if amount is not None)

    @property
    def is_outside_budget(self) -> bool:
        """Whether somebody else than the City pays it."""
        return self.source != self.Source.CITY

    @property
    def calculation(self) -> tuple[Decimal, str, int] | None:
        """Quantity, unit and unit price; None where the amount is a lump sum."""
        if self.quantity is None or self.unit_price is None:
            return None
        return self.quantity, self.unit, self.unit_price

    def is_apart(self, amount: int | None) -> bool:
        """Whether an amount is above what was asked for, or far below it."""
        return amount is not None and not self.amount * FAR <= amount <= self.amount

    @property
    def marks(self) -> list[str | Promise]:
        """What is to be said wherever its amounts are shown: that they are far from the asked."""
        words = {
            "appraised": (_("thẩm định cao hơn đề nghị"), _("thẩm định dưới một nửa đề nghị")),
            "approved": (_("phê duyệt cao hơn đề nghị"), _("phê duyệt dưới một nửa đề nghị")),
        }
        amounts = ((getattr(self, name), said) for name, said in words.items())
        apart = ((amount, said) for amount, said in amounts if self.is_apart(amount))
        return [above if amount > self.amount else below for amount, (above, below) in apart]

    def clean(self) -> None:
        super().clean()
        if None not in (self.product, self.amount) and self.amount != self.product:
            message = _("Số lượng × đơn giá là %(product)s, khác số ghi ở đây.")
            raise ValidationError({"amount": message % {"product": in_dong(self.product)}})

    @property
    def product(self) -> int | None:
        """What quantity and unit price come to, in đồng; None for a lump sum."""
        calculation = self.calculation
        return product(calculation[0], calculation[2]) if calculation else None

    def forget_appraisal(self) -> None:
        """Clear the appraisal: the line goes to Finance anew."""
        self.appraised, self.appraisal_reason = None, ""
        self._save()

    def appraise(self, amount: int, reason: str) -> None:
        """Finance holds that so much is due."""
        self.appraised = amount
        self.appraisal_reason = "" if amount == self.amount else reason.strip()
        self._save()

    def approve(self, amount: int, reason: str = "") -> None:
        """Record how much the People's Committee has approved, and why where it is far off."""
        if self.needs_reason(amount) and not reason.strip():
            raise ValidationError(
                _("“%(line)s”: phê duyệt cao hơn hoặc dưới một nửa đề nghị, hãy ghi lý do.")
                % {"line": self.activity}
            )
        self.approved, self.approval_reason = amount, reason.strip()
        self._save()

    def needs_reason(self, approved: int) -> bool:
        """Whether an approval needs words of its own: far off, and not what Finance explained."""
        return self.is_apart(approved) and approved != self.appraised

    def forget_approval(self) -> None:
        """Take back the approval that was recorded."""
        self.approved, self.approval_reason = None, ""
        self._save()

    def copy_to(self, plan: AnnualPlan) -> None:
        """Stand in an adjustment with what was approved; a line that got nothing does not.

        Quantity and price go along where they still come to that.
        """
        if not self.approved:
            return
        kept = ["activity", "source", "basis", "category"]
        if self.product == self.approved:
            kept += ["quantity", "unit", "unit_price"]
        fields = {name: getattr(self, name) for name in kept}
        BudgetLine.objects.create(plan=plan, replaces=self, amount=self.approved, **fields)

    def take_over(self, old: "BudgetLine") -> None:
        """Move the old line's payments and contributions to this line."""
        paid = old.allocated, old.disbursed
        old.payments.update(line=self)
        old.contributions.update(line=self)
        self.was_allocated, self.was_disbursed = old.was_allocated, old.was_disbursed
        old.allocated = old.disbursed = 0
        old._save()
        self.allocated, self.disbursed = paid
        self._save()

    @transaction.atomic
    def pay(self, kind: str, amount: int, on: date, source: str, by: User) -> Payment:
        """Record that money was allocated or disbursed; below zero it takes back."""
        self._lock()
        payment = Payment(line=self, kind=kind, amount=amount, on=on, source=source, by=by)
        return self._record(payment, amount)

    @transaction.atomic
    def correct(
        self, wrong: Payment, amount: int, on: date, source: str, reason: str, by: User
    ) -> Payment:
        """Record what should have been recorded; ValidationError where that was done already."""
        self._lock()
        wrong.refresh_from_db()
        if Payment.objects.filter(corrects=wrong).exists():
            raise ValidationError(_("Lần ghi này đã được sửa; hãy sửa lần ghi thay cho nó."))
        if (amount, on, source.strip()) == (wrong.amount, wrong.on, wrong.source):
            raise ValidationError(_("Chưa có gì khác với số đã ghi."))
        about = {"kind": wrong.kind, "amount": amount, "on": on, "source": source.strip()}
        payment = Payment(line=self, corrects=wrong, reason=reason.strip(), by=by, **about)
        return self._record(payment, amount - wrong.amount)

    def _lock(self) -> None:
        self.plan.lock_in_state(*AnnualPlan.IN_FORCE)
        self.refresh_from_db()

    def _record(self, payment: Payment, change: int) -> Payment:
        payment.full_clean()
        kind = payment.kind
        setattr(self, kind, getattr(self, kind) + change)
        self._check_room(kind)
        self._save()
        payment.save()
        setattr(self, f"was_{kind}", True)
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
