"""Yearly plans: what an agency means to do for a task, and what becomes of its budget."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.core.files import File
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
from programme.models.plan_checks import (
    check_decision_day,
    check_document_of_appraisal,
    check_may_go_back,
    check_what_was_spent,
    required,
)
from programme.models.plan_documents import keep_document
from programme.models.plan_queries import AnnualPlanQuerySet
from programme.models.tasks import Task
from programme.sums import Sums, sums


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
    ATTACHED_TO = (*EDITABLE, State.SENT)  # while Finance looks at it, too
    CONTRIBUTED_TO = (*EDITABLE, State.SENT, State.APPRAISED, *IN_FORCE)

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
    appraisal_number = models.CharField(
        _("số văn bản thẩm định"),
        max_length=50,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    appraisal_on = models.DateField(_("ngày văn bản thẩm định"), null=True, editable=False)
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
        """What its lines come to; who asks for nothing has asked for zero."""
        return self._nothing if self.without_budget else sums(self.lines.all())

    @property
    def _nothing(self) -> Sums:
        is_approved = self.decision_on is not None
        is_appraised = is_approved or self.state == self.State.APPRAISED
        return Sums(0, 0 if is_appraised else None, 0 if is_approved else None)

    @property
    def listed_documents(self) -> models.QuerySet:
        """Its documents, with what a list of them shows."""
        return self.documents.select_related("line", "by")

    @property
    def listed_contributions(self) -> list[models.Model]:
        """Who gives money to its lines, those who have withdrawn included."""
        lines = self.lines.prefetch_related("contributions__line")
        return [each for line in lines for each in line.contributions.all()]

    @property
    def is_editable(self) -> bool:
        """Whether its agency may write it now."""
        return self.state in self.EDITABLE

    @property
    def payments(self) -> list[models.Model]:
        """What was allocated to its lines and paid out of them, by day."""
        lines = self.lines.prefetch_related(
            "payments__by", "payments__corrects", "payments__corrected_by"
        )
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
        check_what_was_spent(self, "amount")
        self._forget_appraisal()
        self._save(by)

    @transition(
        State.SENT,
        State.APPRAISED,
        permission="programme.appraise_annualplan",
        label=_("Ghi kết quả thẩm định"),
        form="programme.admin.plan_amounts.AppraiseForm",
        not_by="send",
    )
    def appraise(
        self,
        appraisal_number: str,
        appraisal_on: date,
        amounts: dict[int, tuple[int, str]],
        by: User,
        file: File | None = None,
    ) -> None:
        """Finance states for each line (by id) an amount, and why where it is another one."""
        check_document_of_appraisal(appraisal_number, appraisal_on)
        self.appraisal_number, self.appraisal_on = appraisal_number.strip(), appraisal_on
        for line in self.lines.all():
            line.appraise(*amounts[line.pk])
        self._save(by)
        keep_document(self, "appraisal", self.appraisal_number, appraisal_on, file, by)

    @transition(
        State.APPRAISED,
        State.SENT,
        permission="programme.appraise_annualplan",
        label=_("Rút kết quả thẩm định"),
        form="programme.admin.plan_actions.TakeBackForm",
    )
    def take_back(self, remark: str, by: User) -> None:
        """Finance takes its own appraisal back, for a reason, until the City has decided."""
        self._forget_appraisal()
        self._save(by, required(remark))

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
        self._save(by, required(remark))

    @transition(
        State.APPRAISED,
        State.APPROVED,
        permission="programme.record_annualplan",
        label=_("Ghi quyết định phê duyệt"),
        form="programme.admin.plan_amounts.ApproveBudgetForm",
        not_by="send",
    )
    def approve(
        self,
        decision_number: str,
        decision_on: date,
        amounts: dict[int, int],
        by: User,
        reasons: dict[int, str] | None = None,
        file: File | None = None,
    ) -> None:
        """By a decision so much of each line (by id) is approved; an adjustment takes over."""
        check_decision_day(self, decision_on)
        self.decision_number, self.decision_on = decision_number.strip(), decision_on
        for line in self.lines.all():
            line.approve(amounts[line.pk], (reasons or {}).get(line.pk, ""))
        if self.adjusts:
            self.adjusts.give_way(self, by)
        self._save(by)
        keep_document(self, "decision", self.decision_number, decision_on, file, by)

    @transition(State.RECEIVED, State.ADJUSTED)
    def give_way(self, adjustment: Self, by: User) -> None:
        """From now on the adjustment is in force, and what was paid was paid under it."""
        check_what_was_spent(adjustment, "approved")
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
        remark = required(remark)
        if self.previous_state in self.IN_FORCE:
            check_may_go_back(self)
        if self.state == self.State.APPROVED:
            self.received_on = None
        elif self.state == self.State.APPRAISED:
            self.decision_number, self.decision_on = "", None
            for line in self.lines.all():
                line.forget_approval()
            self.documents.void("decision")
        else:
            self._forget_appraisal()
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

    def _forget_appraisal(self) -> None:
        """Clear what Finance said: the plan is to be appraised anew."""
        self.appraisal_number, self.appraisal_on = "", None
        for line in self.lines.all():
            line.forget_appraisal()
        self.documents.void("appraisal")

    def _save(self, by: User, remark: str = "") -> None:
        self.remark, self._history_user = remark, by
        self.full_clean()
        self.save()
