"""The Decision's measurable targets other than each industry's localization rate."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.languages import in_language
from core.models import Versioned
from programme.models.decisions import Amendable, AmendableQuerySet, Programme


class TargetQuerySet(AmendableQuerySet):
    """Measurable targets."""

    def get_by_natural_key(self, programme: str, code: str) -> "Target":
        return self.in_force().get(programme__slug=programme, code=code)


class Target(Amendable, Versioned):
    """A target with the section that sets it; figures are in the stated unit, per stated period."""

    class Period(models.TextChoices):
        YEARLY = "yearly", _("Hàng năm")
        EVERY_TWO_YEARS = "every_two_years", _("Hai năm một lần")
        BY_YEAR = "by_year", _("Đến năm")

    programme = models.ForeignKey(
        Programme, verbose_name=_("chương trình"), on_delete=models.PROTECT, related_name="targets"
    )
    code = models.SlugField(_("mã"))
    name_vi = models.CharField(_("chỉ tiêu"), max_length=300)
    name_en = models.CharField(_("tên tiếng Anh (không chính thức)"), max_length=300, blank=True)
    section = models.CharField(_("mục của Quyết định"), max_length=30)
    period = models.CharField(_("kỳ"), max_length=20, choices=Period.choices)
    by_year = models.PositiveSmallIntegerField(_("đến năm"), null=True, blank=True)
    minimum = models.DecimalField(
        _("mức thấp nhất"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    maximum = models.DecimalField(
        _("mức cao nhất"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    unit_vi = models.CharField(_("đơn vị tính"), max_length=100)
    unit_en = models.CharField(_("đơn vị tính (tiếng Anh)"), max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"))

    history = HistoricalRecords()
    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỉ tiêu")
        verbose_name_plural = _("chỉ tiêu")
        ordering = ["programme", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"],
                condition=Q(ended_by=None),
                name="target_once_in_force",
                violation_error_message=_("Đã có chỉ tiêu đang hiệu lực mang mã này."),
            ),
            models.CheckConstraint(
                condition=Q(minimum=None) | Q(maximum__gte=F("minimum")),
                name="target_range_in_order",
                violation_error_message=_("Mức cao nhất phải từ mức thấp nhất trở lên."),
            ),
            models.CheckConstraint(
                condition=~Q(period="by_year") | Q(by_year__isnull=False),
                name="target_by_year_says_which",
                violation_error_message=_("Chỉ tiêu đến một năm cần ghi năm đó."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_vi

    def natural_key(self) -> tuple[str, str]:
        return (self.programme.slug, self.code)

    @property
    def picker_label(self) -> str:
        """As pickers name it: several programmes may set the same target."""
        return f"{self.programme.short_title} – {self}"

    @property
    def name(self) -> str:
        return in_language(self, "name")

    @property
    def unit(self) -> str:
        return in_language(self, "unit")
