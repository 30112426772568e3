"""Weights of the industries in the City's total."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from catalogue.models import Industry
from core.models import Versioned


class WeightSet(Versioned):
    """How much each industry counts in the City's total from a year on, with the source."""

    from_year = models.PositiveSmallIntegerField(
        _("từ năm"),
        unique=True,
        validators=[MinValueValidator(2000, _("Năm phải từ 2000."))],
        error_messages={"unique": _("Đã có bộ trọng số từ năm này.")},
    )
    source = models.CharField(_("nguồn"), max_length=300)
    source_url = models.URLField(_("địa chỉ nguồn"), blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("bộ trọng số của các ngành")
        verbose_name_plural = _("bộ trọng số của các ngành")
        ordering = ["-from_year"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.from_year}"


class IndustryWeight(models.Model):
    """One industry's share of the whole, in per cent; the set's shares add up to 100."""

    weight_set = models.ForeignKey(WeightSet, on_delete=models.CASCADE, related_name="weights")
    industry = models.ForeignKey(
        Industry, verbose_name=_("ngành"), on_delete=models.PROTECT, related_name="weights"
    )
    percent = models.DecimalField(_("trọng số (%)"), max_digits=5, decimal_places=2)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("trọng số của ngành")
        verbose_name_plural = _("trọng số của ngành")
        ordering = ["industry"]
        constraints = [
            models.UniqueConstraint(
                fields=["weight_set", "industry"],
                name="industry_weighted_once",
                violation_error_message=_("Ngành này đã có trọng số trong bộ."),
            ),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100),
                name="industry_weight_is_a_percentage",
                violation_error_message=_("Trọng số phải từ 0 đến 100%%."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.industry}: {self.percent}%"
