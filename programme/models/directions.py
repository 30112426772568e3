"""What the Steering Committee directs (section V.1), until it is done."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.fields import person_field
from core.models import Stateful, Versioned
from core.transitions import transition
from programme.models.agencies import Agency
from programme.models.decisions import Programme
from programme.models.tasks import Task


def sees_all_agencies(user: User) -> bool:
    """Whether this person follows the whole programme, not one agency's part of it."""
    return user.has_perm("programme.manage_register") or user.has_perm(
        "programme.oversee_annualplan"
    )


class DirectionQuerySet(models.QuerySet):
    """Directions of the Steering Committee."""

    def visible_to(self, user: User) -> "DirectionQuerySet":
        """Who follows the programme sees all; an officer those to the own agency."""
        if not (user.is_active and user.has_perm("programme.view_direction")):
            return self.none()
        if sees_all_agencies(user):
            return self
        return self.filter(agency__in=Agency.objects.represented_by_user(user))

    def open(self) -> "DirectionQuerySet":
        """Those that are not closed, the nearest deadline first."""
        return self.exclude(state=Direction.State.CLOSED).order_by("deadline", "pk")


class Direction(Versioned, Stateful):
    """What one agency is to do by a day; it is followed until the Committee closes it."""

    class State(models.TextChoices):
        OPEN = "open", _("Đang thực hiện")
        ANSWERED = "answered", _("Đã báo cáo kết quả")
        CLOSED = "closed", _("Đã kết thúc")

    programme = models.ForeignKey(
        Programme,
        verbose_name=_("chương trình"),
        on_delete=models.PROTECT,
        related_name="directions",
    )
    task = models.ForeignKey(
        Task,
        verbose_name=_("nhiệm vụ"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="directions",
        help_text=_("Để trống nếu không về riêng nhiệm vụ nào."),
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("đơn vị thực hiện"), on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("nội dung chỉ đạo"), max_length=5_000)
    deadline = models.DateField(_("thời hạn"))
    state = models.CharField(
        _("tình trạng"), max_length=10, choices=State.choices, default=State.OPEN, editable=False
    )
    given_by = person_field(_("người ra chỉ đạo"))
    given_at = models.DateTimeField(_("chỉ đạo lúc"), auto_now_add=True)
    answer = models.TextField(_("kết quả thực hiện"), max_length=5_000, blank=True, editable=False)
    answered_by = person_field(_("người báo cáo kết quả"))
    answered_at = models.DateTimeField(_("báo cáo kết quả lúc"), null=True, editable=False)
    remark = models.TextField(_("yêu cầu bổ sung"), max_length=2_000, blank=True, editable=False)
    conclusion = models.TextField(_("kết luận"), max_length=2_000, blank=True, editable=False)
    closed_at = models.DateTimeField(_("kết thúc lúc"), null=True, editable=False)
    history = HistoricalRecords()
    objects = DirectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỉ đạo")
        verbose_name_plural = _("chỉ đạo của Ban Chỉ đạo")
        ordering = ["-given_at", "-pk"]
        permissions = [
            ("give_direction", _("Yêu cầu bổ sung, kết thúc chỉ đạo")),
            ("answer_direction", _("Báo cáo kết quả thực hiện chỉ đạo")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer=""),
                name="direction_answered_in_words",
                violation_error_message=_("Hãy ghi kết quả thực hiện."),
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(conclusion=""),
                name="direction_closed_with_a_conclusion",
                violation_error_message=_("Hãy ghi kết luận."),
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.text).chars(80)

    def get_admin_url(self) -> str:
        return reverse("admin:programme_direction_change", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if self.task_id and self.programme_id and self.task.programme != self.programme:
            raise ValidationError({"task": _("Nhiệm vụ này thuộc chương trình khác.")})
        if self._state.adding and self.deadline and self.deadline < localdate():
            raise ValidationError({"deadline": _("Thời hạn phải là hôm nay hoặc sau hôm nay.")})

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed without a word of the agency."""
        return self.state == self.State.OPEN and self.deadline < today

    @transition(
        State.OPEN,
        State.ANSWERED,
        permission="programme.answer_direction",
        label=_("Báo cáo kết quả"),
        form="programme.directing.forms.AnswerDirectionForm",
        page="report",
    )
    def report(self, answer: str, by: User) -> None:
        """Say what was done; the Committee decides whether that is all."""
        self.answer, self.answered_by, self.answered_at = answer.strip(), by, now()
        self._history_user = by
        self.save()

    @transition(
        State.ANSWERED,
        State.OPEN,
        permission="programme.give_direction",
        label=_("Yêu cầu bổ sung"),
        form="programme.directing.forms.AskForMoreForm",
        page="more",
    )
    def ask_for_more(self, remark: str, deadline: date, by: User) -> None:
        """Send it back with what is missing, and a new day."""
        if deadline < localdate():
            raise ValidationError({"deadline": _("Thời hạn phải là hôm nay hoặc sau hôm nay.")})
        if not remark.strip():
            raise ValidationError({"remark": _("Hãy ghi điều cần bổ sung.")})
        self.remark, self.deadline, self._history_user = remark.strip(), deadline, by
        self.save()

    @transition(
        (State.OPEN, State.ANSWERED),
        State.CLOSED,
        permission="programme.give_direction",
        label=_("Kết thúc"),
        form="programme.directing.forms.CloseDirectionForm",
    )
    def close(self, conclusion: str, by: User) -> None:
        """End it: done, or no longer asked for; the conclusion says which."""
        if not conclusion.strip():
            raise ValidationError({"conclusion": _("Hãy ghi kết luận.")})
        self.conclusion, self.closed_at, self._history_user = conclusion.strip(), now(), by
        self.save()
