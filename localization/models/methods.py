"""Formulas of the localization rate, each under a name and a version."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.languages import in_language
from core.models import Bilingual, Versioned


class MethodQuerySet(models.QuerySet):
    """Versions of formulas."""

    def in_force(self) -> "MethodQuerySet":
        """Filter to those by which something may be computed today."""
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=localdate()))

    def computable(self) -> "MethodQuerySet":
        """Filter to those that the portal's own survey has the inputs of."""
        return self.exclude(kind=Method.Kind.OTHER)


class Method(Bilingual, Versioned):
    """One version of a formula; it no longer changes once something is published by it."""

    class Kind(models.TextChoices):
        PROCUREMENT = "procurement", _("Tỷ lệ mua trong nước")
        DIRECT = "direct", _("Hàm lượng giá trị khu vực, tính trực tiếp")
        INDIRECT = "indirect", _("Hàm lượng giá trị khu vực, tính gián tiếp")
        OTHER = "other", _("Công thức khác, không tính từ khảo sát của Cổng")

    code = models.SlugField(_("mã"), max_length=50)
    number = models.PositiveSmallIntegerField(_("phiên bản công thức"), default=1)
    kind = models.CharField(_("loại"), max_length=12, choices=Kind.choices)
    formula_vi = models.TextField(_("công thức"), max_length=1_000)
    formula_en = models.TextField(_("công thức (tiếng Anh)"), max_length=1_000, blank=True)
    inputs_vi = models.TextField(
        _("số liệu đầu vào"), max_length=1_000, help_text=_("Mỗi dòng một số liệu.")
    )
    inputs_en = models.TextField(_("số liệu đầu vào (tiếng Anh)"), max_length=1_000, blank=True)
    citation = models.CharField(_("nguồn của công thức"), max_length=300)
    retired_on = models.DateField(_("ngừng dùng từ ngày"), null=True, blank=True)
    history = HistoricalRecords()
    objects = MethodQuerySet.as_manager()

    class Meta:
        verbose_name = _("công thức tính")
        verbose_name_plural = _("công thức tính")
        ordering = ["code", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "number"],
                name="method_version_once",
                violation_error_message=_("Phiên bản này của công thức đã có."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name_vi} (v{self.number})"

    @property
    def formula(self) -> str:
        """The formula in the reader's language."""
        return in_language(self, "formula")

    @property
    def inputs(self) -> list[str]:
        """What the formula needs, in the reader's language."""
        return in_language(self, "inputs").splitlines()

    @property
    def is_in_force(self) -> bool:
        return self.retired_on is None or self.retired_on > localdate()

    def clean(self) -> None:
        super().clean()
        if self.pk:
            self._must_not_change_what_was_published()
            self._must_not_leave_a_survey_without_formula()

    def _must_not_change_what_was_published(self) -> None:
        before = Method.objects.get(pk=self.pk)
        fixed = ("kind", "formula_vi", "inputs_vi")
        changed = [name for name in fixed if getattr(before, name) != getattr(self, name)]
        if changed and self.rates.exists():
            message = _("Đã có giá trị công bố theo phiên bản này. Hãy thêm một phiên bản mới.")
            raise ValidationError(dict.fromkeys(changed, message))
        if changed and self.estimates.exists():
            message = _("Đã có ước lượng theo phiên bản này. Hãy thêm một phiên bản mới.")
            raise ValidationError(dict.fromkeys(changed, message))

    def _must_not_leave_a_survey_without_formula(self) -> None:
        wave = self.waves.running().first()
        if self.retired_on and wave:
            raise ValidationError(
                {
                    "retired_on": _(
                        "Cuộc khảo sát năm %(year)d đang dùng công thức này. Hãy kết thúc khảo sát "
                        "hoặc chọn công thức khác cho khảo sát trước."
                    )
                    % {"year": wave.year}
                }
            )
