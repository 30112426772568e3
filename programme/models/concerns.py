"""Difficulties and proposals that agencies report when they arise (section V.4 b), and answers."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.days import not_in_future
from core.fields import person_field
from core.models import Stateful, Versioned
from core.transitions import transition
from programme.models.agencies import Agency
from programme.models.decisions import Programme
from programme.models.directions import sees_all_agencies
from programme.models.reports import Report
from programme.models.tasks import Task


class ConcernQuerySet(models.QuerySet):
    """Difficulties and proposals."""

    def visible_to(self, user: User) -> "ConcernQuerySet":
        """Who follows the programme sees all; an officer those of the own agency."""
        if not (user.is_active and user.has_perm("programme.view_concern")):
            return self.none()
        if sees_all_agencies(user):
            return self
        return self.filter(agency__in=Agency.objects.represented_by_user(user))

    def waiting(self) -> "ConcernQuerySet":
        """Those on which somebody has to say something, the oldest first."""
        states = [Concern.State.RAISED, Concern.State.ESCALATED]
        return self.filter(state__in=states).order_by("raised_at", "pk")


class Concern(Versioned, Stateful):
    """What hinders an agency or what it proposes, and what became of it.

    The Department answers, or takes it to the City's People's Committee (section V.2 c), whose
    answer is recorded too.
    """

    class Kind(models.TextChoices):
        DIFFICULTY = "difficulty", _("Khó khăn, vướng mắc")
        PROPOSAL = "proposal", _("Đề xuất, kiến nghị")

    class State(models.TextChoices):
        RAISED = "raised", _("Chờ Sở Công Thương trả lời")
        ANSWERED = "answered", _("Sở Công Thương đã trả lời")
        ESCALATED = "escalated", _("Đã kiến nghị Ủy ban nhân dân Thành phố")
        DECIDED = "decided", _("Ủy ban nhân dân Thành phố đã có ý kiến")
        WITHDRAWN = "withdrawn", _("Đơn vị đã rút")

    programme = models.ForeignKey(
        Programme, verbose_name=_("chương trình"), on_delete=models.PROTECT, related_name="concerns"
    )
    task = models.ForeignKey(
        Task,
        verbose_name=_("nhiệm vụ"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="concerns",
        help_text=_("Để trống nếu không về riêng nhiệm vụ nào."),
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("đơn vị phản ánh"), on_delete=models.PROTECT, related_name="+"
    )
    report = models.ForeignKey(
        Report,
        verbose_name=_("trong báo cáo quý"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="concerns",
    )
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("nội dung"), max_length=5_000)
    state = models.CharField(
        _("tình trạng"), max_length=10, choices=State.choices, default=State.RAISED, editable=False
    )
    raised_by = person_field(_("người phản ánh"))
    raised_at = models.DateTimeField(_("phản ánh lúc"), auto_now_add=True)
    answer = models.TextField(_("trả lời của Sở Công Thương"), max_length=5_000, blank=True)
    answered_by = person_field(_("người trả lời"))
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, editable=False)
    submission_number = models.CharField(_("số văn bản kiến nghị"), max_length=50, blank=True)
    submitted_on = models.DateField(_("ngày văn bản kiến nghị"), null=True, blank=True)
    decision_number = models.CharField(_("số văn bản trả lời"), max_length=50, blank=True)
    decided_on = models.DateField(_("ngày văn bản trả lời"), null=True, blank=True)
    decision = models.TextField(_("ý kiến của Ủy ban nhân dân"), max_length=5_000, blank=True)
    history = HistoricalRecords()
    objects = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = _("khó khăn, kiến nghị")
        verbose_name_plural = _("khó khăn, kiến nghị của đơn vị")
        ordering = ["-raised_at", "-pk"]
        permissions = [
            ("answer_concern", _("Trả lời, chuyển Ủy ban nhân dân khó khăn, kiến nghị")),
            ("withdraw_concern", _("Rút khó khăn, kiến nghị của đơn vị mình")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer=""),
                name="concern_answered_in_words",
                violation_error_message=_("Hãy ghi nội dung trả lời."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["escalated", "decided"])
                | Q(submitted_on__isnull=False) & ~Q(submission_number=""),
                name="concern_escalated_by_a_document",
                violation_error_message=_("Hãy ghi số và ngày văn bản kiến nghị."),
            ),
            models.CheckConstraint(
                condition=~Q(state="decided")
                | Q(decided_on__gte=models.F("submitted_on")) & ~Q(decision_number=""),
                name="concern_decided_after_it_was_escalated",
                violation_error_message=_("Văn bản trả lời không thể có trước văn bản kiến nghị."),
            ),
            models.UniqueConstraint(
                fields=["report", "kind"],
                condition=Q(report__isnull=False),
                name="concern_once_a_report",
                violation_error_message=_("Nội dung này của báo cáo đã được ghi nhận."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {Truncator(self.text).chars(80)}"

    def get_admin_url(self) -> str:
        return reverse("admin:programme_concern_change", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if self.task_id and self.programme_id and self.task.programme != self.programme:
            raise ValidationError({"task": _("Nhiệm vụ này thuộc chương trình khác.")})

    @transition(
        State.RAISED,
        State.ANSWERED,
        permission="programme.answer_concern",
        label=_("Trả lời"),
        form="programme.directing.forms.AnswerConcernForm",
        page="answer",
    )
    def reply(self, answer: str, by: User) -> None:
        """Settle it with the Department's own word."""
        self.answer, self.answered_by, self.answered_at = answer.strip(), by, now()
        self._history_user = by
        self.save()

    @transition(
        State.RAISED,
        State.ESCALATED,
        permission="programme.answer_concern",
        label=_("Kiến nghị Ủy ban nhân dân Thành phố"),
        form="programme.directing.forms.EscalateForm",
    )
    def escalate(self, number: str, day: date, by: User) -> None:
        """Take it to the City's People's Committee, by this document."""
        not_in_future(day, _("Ngày văn bản"), "day")
        self.submission_number, self.submitted_on, self._history_user = number.strip(), day, by
        self.save()

    @transition(
        State.ESCALATED,
        State.DECIDED,
        permission="programme.answer_concern",
        label=_("Ghi ý kiến của Ủy ban nhân dân"),
        form="programme.directing.forms.DecideConcernForm",
    )
    def decide(self, decision: str, number: str, day: date, by: User) -> None:
        """Record what the People's Committee has answered, and by which document."""
        not_in_future(day, _("Ngày văn bản"), "day")
        if self.submitted_on and day < self.submitted_on:
            message = _("Văn bản trả lời không thể có trước văn bản kiến nghị.")
            raise ValidationError({"day": message})
        self.decision, self.decision_number, self.decided_on = decision.strip(), number.strip(), day
        self._history_user = by
        self.save()

    @transition(
        State.RAISED,
        State.WITHDRAWN,
        permission="programme.withdraw_concern",
        label=_("Rút"),
    )
    def withdraw(self, by: User) -> None:
        """Take it back while nobody has acted on it."""
        self._history_user = by
        self.save()
