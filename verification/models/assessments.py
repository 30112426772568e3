"""The assessment of one enterprise: scores given on a visit, then a decision."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.days import not_in_future
from core.fields import person_field
from core.models import Stateful, Versioned
from core.transitions import transition, who_took
from enterprises.models.enterprise import Enterprise
from verification.models.criteria import CriteriaSet, Criterion, Level


class Assessment(Versioned, Stateful):
    """What assessors found at an enterprise by one set of criteria, and what was decided."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Đang chấm điểm")
        SCORED = "scored", _("Đã chấm, chờ quyết định")
        DECIDED = "decided", _("Đã quyết định")

    class Decision(models.TextChoices):
        CONFIRM = "confirm", _("Xác nhận năng lực")
        REFUSE = "refuse", _("Không xác nhận")

    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=_("doanh nghiệp"),
        on_delete=models.PROTECT,
        related_name="assessments",
    )
    criteria_set = models.ForeignKey(
        CriteriaSet,
        verbose_name=_("bộ tiêu chí"),
        on_delete=models.PROTECT,
        related_name="assessments",
    )
    visited_on = models.DateField(_("ngày khảo sát"))
    assessors = models.TextField(
        _("người đánh giá"),
        max_length=1_000,
        help_text=_("Mỗi dòng một người: họ tên, chức vụ, đơn vị. Không công bố."),
    )
    note = models.TextField(_("ghi chú"), max_length=2_000, blank=True)
    state = models.CharField(
        _("tình trạng"),
        max_length=10,
        choices=State.choices,
        default=State.DRAFT,
        editable=False,
    )
    decision = models.CharField(
        _("kết luận"), max_length=10, choices=Decision.choices, blank=True, editable=False
    )
    reason = models.TextField(_("lý do không xác nhận"), blank=True, editable=False)
    remark = models.TextField(
        _("lý do trả lại để chấm tiếp"),
        max_length=2_000,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, editable=False)
    decided_by = person_field(_("người quyết định"), editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("đánh giá năng lực")
        verbose_name_plural = _("đánh giá năng lực")
        ordering = ["-visited_on", "-id"]
        permissions = [("decide_assessment", _("Quyết định kết quả đánh giá năng lực"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="decided", decided_at__isnull=False) & ~Q(decision="")
                | ~Q(state="decided") & Q(decision="", decided_at=None),
                name="assessment_decided_with_a_decision",
                violation_error_message=_("Đánh giá đã quyết định cần có kết luận."),
            ),
            models.CheckConstraint(
                condition=~Q(decision="refuse") | ~Q(reason=""),
                name="assessment_refused_for_a_reason",
                violation_error_message=_("Hãy ghi lý do không xác nhận."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} ({self.visited_on:%d/%m/%Y})"

    def clean(self) -> None:
        super().clean()
        not_in_future(self.visited_on, _("Ngày khảo sát"), "visited_on")
        if self._state.adding and self.enterprise_id and self.criteria_set_id:
            self._check_criteria_fit()

    def _check_criteria_fit(self) -> None:
        criteria, own = self.criteria_set, self.enterprise.industries
        if not criteria.is_in_force:
            raise ValidationError({"criteria_set": _("Bộ tiêu chí này không đang áp dụng.")})
        if criteria.industry_id and not own.filter(pk=criteria.industry_id).exists():
            raise ValidationError(
                {"criteria_set": _("Bộ tiêu chí này dùng cho ngành mà doanh nghiệp không có.")}
            )

    @transaction.atomic
    def prepare(self) -> None:
        """Lay out a line to be scored for each criterion; the set's criteria stand from now on."""
        CriteriaSet.objects.select_for_update(of=("self",)).get(pk=self.criteria_set_id)
        self.criteria_set.check_whole()
        for criterion in self.criteria_set.criteria.all():
            Score.objects.create(assessment=self, criterion=criterion)

    @property
    def total(self) -> Decimal | None:
        """The weighted result in per cent: the sum of weight * points / most points.

        Weights are per cent and sum to 100, so full points give 100. Rounded once, half up, to two
        decimals; this rounded figure is compared with the levels' minimums. None until every
        criterion has its points.
        """
        scores = self.scores.all()
        if not scores or any(score.points is None for score in scores):
            return None
        exact = sum(score.share for score in scores)
        hundredths = Decimal(exact.numerator) * 100 / exact.denominator
        return hundredths.quantize(Decimal(1), ROUND_HALF_UP).scaleb(-2)

    @property
    def level(self) -> Level | None:
        """The level that the total reaches."""
        return None if self.total is None else self.criteria_set.level_at(self.total)

    @transition(
        State.DRAFT,
        State.SCORED,
        permission="verification.change_assessment",
        label=_("Hoàn tất chấm điểm"),
        not_by="keepers",
    )
    def complete(self, by: User) -> None:
        """Complete the scoring: the scores now wait for the decision."""
        for score in self.scores.all():
            score.check_given()
        if self.total is None:
            raise ValidationError(_("Chưa có tiêu chí nào để chấm điểm."))
        self.remark, self._history_user = "", by
        self.save()

    def keepers(self) -> set[int]:
        """Return who keeps the profile: nobody scores an enterprise of their own."""
        return self.enterprise.kept_by()

    def assessed_by(self) -> set[int | None]:
        """Return whose own matter it is: who gave points or completed them, and the members."""
        points = Score.history.filter(assessment=self.pk, history_type="~")
        gave = points.values_list("history_user", flat=True)
        return {*gave, *self.keepers(), *who_took(self, "complete")}

    @transition(
        State.SCORED,
        State.DECIDED,
        permission="verification.decide_assessment",
        label=_("Quyết định"),
        not_by="assessed_by",
        form="verification.confirmation.forms.DecideForm",
        page="decide",
    )
    def refuse(self, reason: str, by: User) -> None:
        """Decide that the capability is not confirmed."""
        if not reason.strip():
            raise ValidationError({"reason": _("Hãy ghi lý do không xác nhận.")})
        self._decide(self.Decision.REFUSE, by, reason.strip())

    @transition(
        State.SCORED,
        State.DECIDED,
        permission="verification.decide_assessment",
        label=_("Quyết định"),
        form="verification.confirmation.forms.DecideForm",
        page="decide",
        not_by="assessed_by",
    )
    def confirm(self, by: User) -> None:
        """Decide that the capability is confirmed; `Confirmation.draft` does, and lays it out."""
        if self.level is None:
            raise ValidationError(
                _("Kết quả chưa đạt mức thấp nhất của bộ tiêu chí nên không xác nhận được.")
            )
        self._decide(self.Decision.CONFIRM, by)

    @transition(
        State.SCORED,
        State.DRAFT,
        permission="verification.decide_assessment",
        label=_("Trả lại để chấm tiếp"),
        form="verification.confirmation.forms.ReopenForm",
        not_by="keepers",
    )
    def reopen(self, remark: str, by: User) -> None:
        """Give the scores back to the assessors, for a reason that they read on the record."""
        if not remark.strip():
            raise ValidationError({"remark": _("Hãy ghi lý do trả lại.")})
        self.remark, self._history_user = remark.strip(), by
        self.save()

    def _decide(self, decision: str, by: User, reason: str = "") -> None:
        self.decision, self.reason = decision, reason
        self.decided_at, self.decided_by = now(), by
        self.save()


class ScoreManager(models.Manager):
    """Scores with the criteria without which they say nothing."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().select_related("criterion")


class Score(models.Model):
    """The points that one criterion was given, and the evidence seen for them."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(
        Criterion, verbose_name=_("tiêu chí"), on_delete=models.PROTECT, related_name="scores"
    )
    points = models.DecimalField(
        _("điểm"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0), _("Điểm không thể âm."))],
    )
    evidence_seen = models.TextField(_("minh chứng đã xem"), max_length=1_000, blank=True)
    remark = models.TextField(_("nhận xét"), max_length=1_000, blank=True)
    history = HistoricalRecords()
    objects = ScoreManager()

    class Meta:
        verbose_name = _("điểm đánh giá")
        verbose_name_plural = _("điểm theo tiêu chí")
        ordering = ["criterion__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "criterion"],
                name="criterion_scored_once",
                violation_error_message=_("Tiêu chí này đã có điểm."),
            ),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__gte=0),
                name="score_not_negative",
                violation_error_message=_("Điểm không thể âm."),
            ),
        ]

    def __str__(self) -> str:
        return self.criterion.name_vi

    @property
    def share(self) -> Fraction:
        """What these points add to the total, in per cent, unrounded."""
        criterion = self.criterion
        return Fraction(criterion.weight) * Fraction(self.points) / criterion.most_points

    def clean(self) -> None:
        super().clean()
        if self.points is not None and self.points > self.criterion.most_points:
            message = _("Điểm tối đa của tiêu chí này là %(most)d.")
            raise ValidationError({"points": message % {"most": self.criterion.most_points}})

    def check_given(self) -> None:
        """Raise ValidationError unless there are points within bounds."""
        if self.points is None:
            message = _("Chưa chấm điểm tiêu chí “%(name)s”.")
            raise ValidationError(message % {"name": self.criterion.name_vi})
        self.clean()
