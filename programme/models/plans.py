"""Yearly plans: what an agency means to do for a task, and what becomes of its budget."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.days import not_in_future
from core.models import Stateful, Versioned
from core.transitions import transition
from programme.models.agencies import Agency
from programme.models.decisions import Programme
from programme.models.tasks import Task
from programme.money import in_dong
from programme.sums import Sums, sums


class AnnualPlanQuerySet(models.QuerySet):
    """Yearly plans."""

    def of(self, programme: Programme, year: int) -> "AnnualPlanQuerySet":
        return self.filter(task__group__programme=programme, year=year)

    def awaiting_appraisal(self) -> "AnnualPlanQuerySet":
        """Those that wait for Finance."""
        return self.filter(state=AnnualPlan.State.SENT)

    def awaiting_approval(self) -> "AnnualPlanQuerySet":
        """Those that wait for the People's Committee's decision."""
        return self.filter(state=AnnualPlan.State.APPRAISED)

    def awaiting_receipt(self) -> "AnnualPlanQuerySet":
        """Those that wait for the day on which the Department received them."""
        return self.filter(state=AnnualPlan.State.APPROVED)

    def returned(self) -> "AnnualPlanQuerySet":
        return self.filter(state=AnnualPlan.State.RETURNED)

    def visible_to(self, user: User) -> "AnnualPlanQuerySet":
        """All for who oversees them; an officer sees those in whose name the own agency acts."""
        if not (user.is_active and user.has_perm("programme.view_annualplan")):
            return self.none()
        if user.has_perm("programme.oversee_annualplan"):
            return self
        return self._of_officer(user)

    def of_writer(self, user: User) -> "AnnualPlanQuerySet":
        """Those of the officer's agency, in whatever state; for the administrator all."""
        if not user.has_perm("programme.change_annualplan"):
            return self.none()
        return self if user.is_superuser else self._of_officer(user)

    def writable_by(self, user: User) -> "AnnualPlanQuerySet":
        """Drafts and returned ones among them."""
        return self.of_writer(user).filter(state__in=AnnualPlan.EDITABLE)

    def _of_officer(self, user: User) -> "AnnualPlanQuerySet":
        return self.filter(agency__in=Agency.objects.represented_by_user(user))

    def for_list(self) -> "AnnualPlanQuerySet":
        """With what a row of a list shows, in a constant number of queries."""
        named = self.select_related("task__group__programme", "agency__parent")
        return named.prefetch_related("lines")


class AnnualPlan(Versioned, Stateful):
    """The plan and budget of one agency for one task in one year, as section V.4 a leads it.

    A later decision makes an adjustment: a further row that `adjusts` this one and starts with
    what was approved. This one stays in force until that is approved, and is kept afterwards.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Đang soạn")
        RETURNED = "returned", _("Trả lại đơn vị")
        SENT = "sent", _("Chờ Sở Tài chính thẩm định")
        APPRAISED = "appraised", _("Đã thẩm định, trình phê duyệt")
        APPROVED = "approved", _("Đã phê duyệt")
        RECEIVED = "received", _("Sở Công Thương đã nhận")
        ADJUSTED = "adjusted", _("Đã thay bằng bản điều chỉnh")

    EDITABLE = (State.DRAFT, State.RETURNED)
    IN_FORCE = (State.APPROVED, State.RECEIVED)

    task = models.ForeignKey(
        Task, verbose_name=_("nhiệm vụ"), on_delete=models.PROTECT, related_name="plans"
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("đơn vị lập"), on_delete=models.PROTECT, related_name="plans"
    )
    year = models.PositiveSmallIntegerField(_("năm kế hoạch"))
    adjusts = models.OneToOneField(
        "self",
        verbose_name=_("điều chỉnh bản"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="adjustment",
    )
    state = models.CharField(
        _("tình trạng"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    activities = models.TextField(
        _("hoạt động, tiến độ và kết quả dự kiến"),
        max_length=10_000,
        help_text=_("Mỗi dòng một hoạt động: nội dung, thời gian thực hiện, kết quả dự kiến."),
    )
    without_budget = models.BooleanField(_("không đề nghị kinh phí"), default=False)
    remark = models.TextField(_("ý kiến trả lại"), max_length=2_000, blank=True, editable=False)
    decision_number = models.CharField(
        _("số quyết định phê duyệt"), max_length=50, blank=True, editable=False
    )
    decision_on = models.DateField(_("ngày quyết định"), null=True, editable=False)
    received_on = models.DateField(_("ngày Sở Công Thương nhận"), null=True, editable=False)

    history = HistoricalRecords()
    objects = AnnualPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("kế hoạch, dự toán năm")
        verbose_name_plural = _("kế hoạch, dự toán năm")
        ordering = ["-year", "task__group__number", "task__position", "agency__name_vi", "id"]
        permissions = [
            ("oversee_annualplan", _("Xem kế hoạch, dự toán của mọi đơn vị")),
            ("appraise_annualplan", _("Thẩm định dự toán")),
            ("record_annualplan", _("Ghi phê duyệt, tiếp nhận, điều chỉnh kế hoạch")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "agency", "year"],
                condition=Q(adjusts=None),
                name="plan_once_a_year",
                violation_error_message=_("Đơn vị đã có kế hoạch của nhiệm vụ này trong năm này."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "received", "adjusted"])
                | ~Q(decision_number="") & Q(decision_on__isnull=False),
                name="plan_approved_by_a_decision",
                violation_error_message=_("Kế hoạch đã phê duyệt cần số và ngày quyết định."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["received", "adjusted"]) | Q(received_on__isnull=False),
                name="plan_received_on_a_day",
                violation_error_message=_("Hãy ghi ngày Sở Công Thương nhận kế hoạch."),
            ),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(received_on__gte=F("decision_on")),
                name="plan_received_after_its_decision",
                violation_error_message=_("Ngày nhận không thể trước ngày quyết định phê duyệt."),
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(remark=""),
                name="plan_returned_with_a_remark",
                violation_error_message=_("Hãy ghi ý kiến trả lại."),
            ),
        ]

    def __str__(self) -> str:
        return _("Kế hoạch năm %(year)s, nhiệm vụ %(task)s: %(agency)s") % {
            "year": self.year,
            "task": self.task.number,
            "agency": self.agency,
        }

    @property
    def programme(self) -> Programme:
        return self.task.programme

    @property
    def sums(self) -> Sums:
        """What its lines come to."""
        return sums(self.lines.all())

    @property
    def is_editable(self) -> bool:
        """Whether its agency may write it now."""
        return self.state in self.EDITABLE

    @property
    def payments(self) -> list[models.Model]:
        """What was allocated to its lines and paid out of them, by day."""
        lines = self.lines.prefetch_related("payments__by")
        paid = [payment for line in lines for payment in line.payments.all()]
        return sorted(paid, key=lambda payment: (payment.on, payment.pk))

    @property
    def counts(self) -> bool:
        """Whether this version counts: an adjustment does once it is approved."""
        if self.adjusts_id:
            return self.state in self.IN_FORCE
        return self.state != self.State.ADJUSTED

    @property
    def trail(self) -> list[models.Model]:
        """Each step that it has taken, as the history keeps it: state, who, when, remark."""
        rows = self.history.select_related("history_user").order_by("history_date", "history_id")
        taken: list[models.Model] = []
        for row in rows:
            if not taken or row.state != taken[-1].state:
                taken.append(row)
        return taken

    @property
    def first_received_on(self) -> date | None:
        """When the Department had the plan itself; a later adjustment does not make it late."""
        plan = self
        while plan.adjusts:
            plan = plan.adjusts
        return plan.received_on

    @transition(
        EDITABLE,
        State.SENT,
        permission="programme.change_annualplan",
        label=_("Gửi Sở Tài chính thẩm định"),
        form="programme.admin.plan_actions.SendForm",
    )
    def send(self, by: User) -> None:
        """Hand it to Finance; what an earlier appraisal said of its lines is void."""
        lines = list(self.lines.all())
        if self.without_budget and lines:
            raise ValidationError(_("Kế hoạch ghi không đề nghị kinh phí nhưng có dòng dự toán."))
        if not self.without_budget and not lines:
            raise ValidationError(
                _("Hãy ghi ít nhất một dòng dự toán, hoặc chọn “không đề nghị kinh phí”.")
            )
        self._check_what_was_spent("amount")
        for line in lines:
            line.forget_appraisal()
        self._save(by)

    @transition(
        State.SENT,
        State.APPRAISED,
        permission="programme.appraise_annualplan",
        label=_("Ghi kết quả thẩm định"),
        form="programme.admin.plan_actions.AppraiseForm",
        not_by="send",
    )
    def appraise(self, amounts: dict[int, tuple[int, str]], by: User) -> None:
        """Finance states for each line (by id) an amount, and why where it is another one."""
        for line in self.lines.all():
            line.appraise(*amounts[line.pk])
        self._save(by)

    @transition(
        State.SENT,
        State.RETURNED,
        permission="programme.appraise_annualplan",
        label=_("Trả lại đơn vị"),
        form="programme.admin.plan_actions.SendBackForm",
        page="return",
    )
    def return_to_agency(self, remark: str, by: User) -> None:
        """Finance wants it otherwise, for a reason."""
        self._save(by, _required(remark))

    @transition(
        State.APPRAISED,
        State.APPROVED,
        permission="programme.record_annualplan",
        label=_("Ghi quyết định phê duyệt"),
        form="programme.admin.plan_actions.ApproveForm",
        not_by="send",
    )
    def approve(
        self, decision_number: str, decision_on: date, amounts: dict[int, int], by: User
    ) -> None:
        """By a decision so much of each line (by id) is approved; an adjustment takes over."""
        self._check_decision_day(decision_on)
        self.decision_number, self.decision_on = decision_number.strip(), decision_on
        for line in self.lines.all():
            line.approve(amounts[line.pk])
        if self.adjusts:
            self.adjusts.give_way(self, by)
        self._save(by)

    @transition(State.RECEIVED, State.ADJUSTED)
    def give_way(self, adjustment: Self, by: User) -> None:
        """From now on the adjustment is in force, and what was paid was paid under it."""
        adjustment._check_what_was_spent("approved")
        for line in adjustment.lines.select_related("replaces"):
            if line.replaces:
                line.take_over(line.replaces)
        self._save(by)

    @transition(
        State.APPROVED,
        State.RECEIVED,
        permission="programme.record_annualplan",
        label=_("Ghi ngày nhận kế hoạch"),
        form="programme.admin.plan_actions.ReceiveForm",
    )
    def receive(self, received_on: date, by: User) -> None:
        """Record the day on which the Department received the plan."""
        not_in_future(received_on, _("Ngày nhận"), "received_on")
        if received_on < self.decision_on:
            raise ValidationError(
                {"received_on": _("Ngày nhận không thể trước ngày quyết định phê duyệt.")}
            )
        self.received_on = received_on
        self._save(by)

    @transition(
        (State.APPRAISED, State.APPROVED, State.RECEIVED),
        {
            State.APPRAISED: State.SENT,
            State.APPROVED: State.APPRAISED,
            State.RECEIVED: State.APPROVED,
        },
        permission="programme.record_annualplan",
        label=_("Trả lại bước trước"),
        form="programme.admin.plan_actions.SendBackForm",
    )
    def send_back(self, remark: str, by: User) -> None:
        """Take it one step back, for a reason, to whoever has to act on it there."""
        remark = _required(remark)
        if self.previous_state in self.IN_FORCE:
            self._check_may_go_back()
        if self.state == self.State.APPROVED:
            self.received_on = None
        elif self.state == self.State.APPRAISED:
            self.decision_number, self.decision_on = "", None
            for line in self.lines.all():
                line.forget_approval()
        self._save(by, remark)

    @transition(
        State.RECEIVED,
        permission="programme.record_annualplan",
        label=_("Lập bản điều chỉnh"),
        form="programme.admin.plan_actions.PlanActionForm",
    )
    def adjust(self, by: User) -> Self:
        """Open an adjustment: a new draft that starts with what was approved."""
        if self.is_being_adjusted:
            raise ValidationError(_("Kế hoạch này đang có bản điều chỉnh."))
        fields = ("task", "agency", "year", "activities", "without_budget")
        copy = AnnualPlan(adjusts=self, **{name: getattr(self, name) for name in fields})
        copy._history_user = by
        copy.save()
        for line in self.lines.all():
            line.copy_to(copy)
        return copy

    @property
    def is_being_adjusted(self) -> bool:
        """Whether an adjustment of it has been opened."""
        return AnnualPlan.objects.filter(adjusts=self.pk).exists()

    def _check_decision_day(self, day: date) -> None:
        not_in_future(day, _("Ngày quyết định"), "decision_on")
        if self.adjusts and day < self.adjusts.decision_on:
            raise ValidationError(
                {"decision_on": _("Quyết định điều chỉnh không thể trước quyết định được thay.")}
            )

    def _check_may_go_back(self) -> None:
        if any(line.allocated for line in self.lines.all()):
            raise ValidationError(
                _("Kế hoạch đã được cấp kinh phí nên không trả lại được; hãy lập bản điều chỉnh.")
            )
        if self.adjusts or self.is_being_adjusted:
            raise ValidationError(
                _("Kế hoạch đã hoặc đang được điều chỉnh nên không trả lại được.")
            )

    def _check_what_was_spent(self, field: str) -> None:
        """Refuse an adjustment that drops a line with allocations or sets it below their sum."""
        if not self.adjusts:
            return
        amounts = {line.replaces_id: getattr(line, field) for line in self.lines.all()}
        for line in self.adjusts.lines.all():
            if line.allocated > amounts.get(line.pk, 0):
                message = _("“%(line)s” đã được cấp %(sum)s: không thể bỏ hoặc ghi ít hơn.")
                raise ValidationError(
                    message % {"line": line.activity, "sum": in_dong(line.allocated)}
                )

    def _save(self, by: User, remark: str = "") -> None:
        self.remark, self._history_user = remark, by
        self.full_clean()
        self.save()


def _required(remark: str) -> str:
    """Return a remark without blanks around it; ValidationError where nothing is left."""
    if not remark.strip():
        raise ValidationError({"remark": _("Hãy ghi ý kiến trả lại.")})
    return remark.strip()
