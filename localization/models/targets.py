"""Targets of the localization rate, and the baseline that they start from."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from catalogue.models import Industry
from core.models import Versioned
from localization.models.methods import Method
from programme.models import Programme
from programme.models.decisions import Amendable, AmendableQuerySet


class RateTargetQuerySet(AmendableQuerySet):
    """Targets of localization rates."""

    def for_display(self) -> "RateTargetQuerySet":
        """Filter to what is in force, with its industry and decision, in the industries' order."""
        return (
            self.in_force()
            .select_related("industry", "programme")
            .order_by("industry__position", "year")
        )


class RateTarget(Amendable, Versioned):
    """What a decision sets for an industry's localization rate by a year.

    An increase is in per cent as the decision words it, without saying whether of points or of the
    rate itself; a level is the rate in per cent.
    """

    class Kind(models.TextChoices):
        INCREASE = "increase", _("Mức tăng")
        LEVEL = "level", _("Mức phải đạt")

    programme = models.ForeignKey(
        Programme,
        verbose_name=_("chương trình"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rate_targets",
        help_text=_("Để trống nếu mục tiêu thuộc quyết định khác; ghi quyết định đó ở nguồn."),
    )
    industry = models.ForeignKey(
        Industry, verbose_name=_("ngành"), on_delete=models.PROTECT, related_name="rate_targets"
    )
    year = models.PositiveSmallIntegerField(_("đến năm"))
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    percent = models.DecimalField(_("tỷ lệ (%)"), max_digits=5, decimal_places=2)
    wording = models.CharField(_("nguyên văn"), max_length=200, blank=True)
    source = models.CharField(_("nguồn"), max_length=300)
    is_official = models.BooleanField(
        _("theo văn bản chính thức"),
        default=True,
        help_text=_("Bỏ chọn nếu chỉ theo báo chí hoặc nguồn thứ cấp."),
    )
    history = HistoricalRecords()
    objects = RateTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("mục tiêu tỷ lệ nội địa hóa")
        verbose_name_plural = _("mục tiêu tỷ lệ nội địa hóa")
        ordering = ["industry", "year", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "industry", "year", "kind"],
                condition=Q(ended_by=None),
                name="rate_target_once_in_force",
                violation_error_message=_("Đã có mục tiêu đang hiệu lực của ngành cho năm này."),
            ),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100),
                name="rate_target_is_a_percentage",
                violation_error_message=_("Tỷ lệ phải từ 0 đến 100%%."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.industry}, {self.year}: {self.get_kind_display()} {self.percent}%"


class Baseline(Versioned):
    """The rate from which an industry's increases count, as staff have confirmed it."""

    class Basis(models.TextChoices):
        POINTS = "points", _("điểm phần trăm")
        RELATIVE = "relative", _("phần trăm so với mức cơ sở")

    industry = models.OneToOneField(
        Industry, verbose_name=_("ngành"), on_delete=models.PROTECT, related_name="baseline"
    )
    year = models.PositiveSmallIntegerField(_("năm cơ sở"))
    percent = models.DecimalField(_("mức cơ sở (%)"), max_digits=5, decimal_places=2)
    basis = models.CharField(_("mức tăng tính theo"), max_length=10, choices=Basis.choices)
    method = models.ForeignKey(
        Method,
        verbose_name=_("công thức tính"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="baselines",
        help_text=_(
            "Giá trị tính theo công thức khác chỉ được so với mục tiêu khi có khai báo so sánh "
            "được. Để trống nếu căn cứ không nêu công thức."
        ),
    )
    source = models.CharField(_("căn cứ"), max_length=300)
    confirmed_at = models.DateTimeField(_("xác nhận lúc"), auto_now=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người xác nhận"),
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("mức cơ sở đã xác nhận")
        verbose_name_plural = _("mức cơ sở đã xác nhận")
        ordering = ["industry"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100),
                name="baseline_is_a_percentage",
                violation_error_message=_("Tỷ lệ phải từ 0 đến 100%%."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.industry}: {self.percent}% ({self.year})"


class Comparability(Versioned):
    """Staff's word that values by a formula may be held against an industry's targets, and why.

    Without it they are compared only where the baseline itself is by that formula.
    """

    industry = models.ForeignKey(
        Industry, verbose_name=_("ngành"), on_delete=models.PROTECT, related_name="comparabilities"
    )
    method = models.ForeignKey(
        Method,
        verbose_name=_("công thức của giá trị"),
        on_delete=models.PROTECT,
        related_name="comparabilities",
    )
    reason = models.CharField(
        _("lý do so sánh được"),
        max_length=300,
        help_text=_("Hiện công khai cạnh kết quả đánh giá."),
    )
    declared_at = models.DateTimeField(_("khai báo lúc"), auto_now=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người khai báo"),
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("khai báo so sánh được")
        verbose_name_plural = _("khai báo so sánh được")
        ordering = ["industry", "method"]
        constraints = [
            models.UniqueConstraint(
                fields=["industry", "method"],
                name="comparability_declared_once",
                violation_error_message=_("Ngành này đã có khai báo cho công thức này."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.industry}: {self.method}"
