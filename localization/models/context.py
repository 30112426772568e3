"""Figures of others for context: another definition, never on the axis of the City's rates."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.languages import in_language
from core.models import Bilingual


class ContextSeriesQuerySet(models.QuerySet):
    """Series of others, named by their slugs."""

    def get_by_natural_key(self, slug: str) -> models.Model:
        return self.get(slug=slug)


class ContextSeries(Bilingual):
    """A series that somebody else publishes by a definition of their own."""

    slug = models.SlugField(_("mã"), unique=True)
    definition_vi = models.TextField(_("định nghĩa"), max_length=1_000)
    definition_en = models.TextField(_("định nghĩa (tiếng Anh)"), max_length=1_000, blank=True)
    source = models.CharField(_("nguồn"), max_length=300)
    source_url = models.URLField(_("địa chỉ nguồn"), blank=True)
    history = HistoricalRecords()
    objects = ContextSeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("chuỗi số liệu tham khảo")
        verbose_name_plural = _("chuỗi số liệu tham khảo")
        ordering = ["name_vi"]

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @property
    def definition(self) -> str:
        """What the series measures, in the reader's language."""
        return in_language(self, "definition")


class ContextValue(models.Model):
    """One year of it, in per cent."""

    series = models.ForeignKey(ContextSeries, on_delete=models.CASCADE, related_name="values")
    year = models.PositiveSmallIntegerField(_("năm"))
    percent = models.DecimalField(_("tỷ lệ (%)"), max_digits=5, decimal_places=2)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("giá trị tham khảo")
        verbose_name_plural = _("giá trị tham khảo")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "year"],
                name="context_value_once_a_year",
                violation_error_message=_("Chuỗi đã có giá trị của năm này."),
            ),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100),
                name="context_value_is_a_percentage",
                violation_error_message=_("Tỷ lệ phải từ 0 đến 100%%."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}, {self.year}: {self.percent}%"
