"""What money is spent on: the cost categories of budget lines, which staff keep."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Bilingual, Versioned


class CostCategoryQuerySet(models.QuerySet):
    """Cost categories."""

    def in_use(self) -> "CostCategoryQuerySet":
        """Those that a new line may have."""
        return self.filter(is_retired=False)


class CostCategory(Bilingual, Versioned):
    """A kind of spending, with the provision that allows it; empty until staff have entered it."""

    source = models.CharField(
        _("căn cứ"),
        max_length=300,
        blank=True,
        help_text=_(
            "Điều, khoản của văn bản quy định nội dung chi, ví dụ của Thông tư số 29/2018/TT-BTC. "
            "Để trống: chưa ghi căn cứ."
        ),
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    is_retired = models.BooleanField(
        _("không dùng nữa"),
        default=False,
        help_text=_("Dòng dự toán mới không chọn được; dòng đã ghi thì giữ nguyên."),
    )
    history = HistoricalRecords()
    objects = CostCategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("khoản mục chi")
        verbose_name_plural = _("khoản mục chi")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name_vi"],
                name="cost_category_named_once",
                violation_error_message=_("Đã có khoản mục chi này."),
            )
        ]

    @property
    def name_with_source(self) -> str:
        """Return the name with the provision, or the word that none has been entered."""
        return f"{self.name} ({self.source or _('chưa ghi căn cứ')})"
