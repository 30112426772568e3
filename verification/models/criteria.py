"""The criteria by which capability is assessed; staff write them, by industry or for all."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q, Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from catalogue.models import Industry
from core.models import Bilingual, Versioned

WHOLE = 100  # per cent
MAX_LEVELS = 3


class CriteriaSetQuerySet(models.QuerySet):
    """Sets of criteria."""

    def get_by_natural_key(self, code: str) -> models.Model:
        return self.get(code=code)

    def in_force(self, on: date | None = None) -> "CriteriaSetQuerySet":
        """Filter to the sets by which enterprises are assessed on that day (default: today)."""
        return self.filter(is_active=True, in_force_from__lte=on or localdate())


class CriteriaSet(Versioned, Bilingual):
    """Criteria with their weights, and the levels that a total reaches.

    Once an enterprise has been assessed by a set, its criteria stand: staff go on with a copy.
    """

    code = models.SlugField(_("mã bộ tiêu chí"), unique=True)
    industry = models.ForeignKey(
        Industry,
        verbose_name=_("ngành"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="criteria_sets",
        help_text=_("Để trống: dùng cho mọi ngành."),
    )
    in_force_from = models.DateField(_("áp dụng từ ngày"), default=localdate)
    is_active = models.BooleanField(
        _("đang áp dụng"),
        default=False,
        help_text=_("Chỉ áp dụng được khi tổng trọng số bằng 100% và có ít nhất một mức."),
    )
    valid_months = models.PositiveSmallIntegerField(
        _("thời hạn của giấy xác nhận (tháng)"),
        default=24,
        validators=[
            MinValueValidator(1, _("Thời hạn từ 1 tháng trở lên.")),
            MaxValueValidator(120, _("Thời hạn không quá 120 tháng.")),
        ],
    )
    note = models.TextField(_("ghi chú"), max_length=2_000, blank=True)
    history = HistoricalRecords()
    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("bộ tiêu chí đánh giá năng lực")
        verbose_name_plural = _("bộ tiêu chí đánh giá năng lực")
        ordering = ["name_vi", "-in_force_from", "id"]

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    @property
    def is_used(self) -> bool:
        """Whether an enterprise has been assessed by it, so that its criteria stand."""
        return self.pk is not None and self.assessments.exists()

    @property
    def is_in_force(self) -> bool:
        return self.is_active and self.in_force_from <= localdate()

    def check_whole(self) -> None:
        """Raise ValidationError unless an enterprise can be assessed by this set."""
        refuse_partial_weights(self.criteria.aggregate(sum=Sum("weight"))["sum"] or 0)
        if not self.levels.exists():
            raise ValidationError(_("Bộ tiêu chí chưa có mức đạt."))

    def level_at(self, percent: Decimal) -> "Level | None":
        """Return the highest level whose minimum this total reaches; None below the lowest."""
        reached = [level for level in self.levels.all() if level.minimum <= percent]
        return max(reached, key=lambda level: level.minimum, default=None)

    @transaction.atomic
    def copy(self) -> "CriteriaSet":
        """Create a set with the same criteria and levels, not in force yet, to be edited."""
        copied = ("name_vi", "name_en", "industry", "valid_months", "note")
        fields = {name: getattr(self, name) for name in copied}
        copy = CriteriaSet.objects.create(**fields, code=self._free_code())
        for row in [*self.criteria.all(), *self.levels.all()]:
            row.pk, row._state.adding, row.criteria_set = None, True, copy
            row.save()
        return copy

    def _free_code(self) -> str:
        stem, number = self.code[:44], 2
        while CriteriaSet.objects.filter(code=f"{stem}-{number}").exists():
            number += 1
        return f"{stem}-{number}"


def refuse_partial_weights(total: int) -> None:
    """Raise ValidationError unless these are a hundred per cent."""
    if total != WHOLE:
        message = _("Tổng trọng số là %(sum)d%%, phải bằng 100%%.")
        raise ValidationError(message % {"sum": total}, code="weights")


class Criterion(Bilingual):
    """One thing that is looked at, its share of the total, and what proves it."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=1)
    weight = models.PositiveSmallIntegerField(
        _("trọng số (%)"),
        validators=[
            MinValueValidator(1, _("Trọng số từ 1%% đến 100%%.")),
            MaxValueValidator(WHOLE, _("Trọng số từ 1%% đến 100%%.")),
        ],
    )
    most_points = models.PositiveSmallIntegerField(
        _("điểm tối đa"),
        default=10,
        validators=[MinValueValidator(1, _("Điểm tối đa từ 1 trở lên."))],
    )
    evidence = models.TextField(_("minh chứng cần có"), max_length=1_000, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("tiêu chí")
        verbose_name_plural = _("tiêu chí")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=WHOLE),
                name="criterion_weight_in_percent",
                violation_error_message=_("Trọng số từ 1%% đến 100%%."),
            ),
            models.CheckConstraint(
                condition=Q(most_points__gte=1),
                name="criterion_gives_points",
                violation_error_message=_("Điểm tối đa từ 1 trở lên."),
            ),
            models.UniqueConstraint(
                fields=["criteria_set", "name_vi"],
                name="criterion_named_once",
                violation_error_message=_("Bộ tiêu chí đã có tiêu chí tên này."),
            ),
        ]


class Level(Bilingual):
    """A level of capability, reached from a minimum total on."""

    criteria_set = models.ForeignKey(
        CriteriaSet,
        verbose_name=_("bộ tiêu chí"),
        on_delete=models.CASCADE,
        related_name="levels",
    )
    minimum = models.PositiveSmallIntegerField(
        _("đạt từ (%)"),
        validators=[MaxValueValidator(WHOLE, _("Mức đạt không quá 100%%."))],
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("mức đạt")
        verbose_name_plural = _("mức đạt")
        ordering = ["minimum", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum__lte=WHOLE),
                name="level_minimum_in_percent",
                violation_error_message=_("Mức đạt không quá 100%%."),
            ),
            models.UniqueConstraint(
                fields=["criteria_set", "minimum"],
                name="level_minimum_once",
                violation_error_message=_("Hai mức không thể cùng đạt từ một tỷ lệ."),
            ),
        ]
