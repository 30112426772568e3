"""How much the portal is used: counts by month, of nobody in particular."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UsageCount(models.Model):
    """How often something happened in one month, in one room and language.

    Nothing of a visitor is kept: no cookie, no address, no browser.
    """

    class Kind(models.TextChoices):
        PAGE = "page", _("Trang đã xem")
        SEARCH = "search", _("Lượt tìm")
        FRUITLESS = "fruitless", _("Lượt tìm không có kết quả")
        DOWNLOAD = "download", _("Lượt tải về")
        LETTER = "letter", _("Thư đã gửi")

    month = models.DateField()  # its first day
    kind = models.CharField(max_length=10, choices=Kind.choices)
    room = models.CharField(max_length=30)  # core.usage.rooms; of letters their kind
    language = models.CharField(max_length=5)
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("số liệu sử dụng")
        verbose_name_plural = _("số liệu sử dụng")
        default_permissions = []
        permissions = [("view_statistics", _("Xem thống kê, lập báo cáo vận hành của Cổng"))]
        constraints = [
            models.UniqueConstraint(
                fields=["month", "kind", "room", "language"], name="usage_counted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y} {self.get_kind_display()}: {self.number}"


class FruitlessSearchQuerySet(models.QuerySet["FruitlessSearch"]):
    """Words that found nothing."""

    def shown(self) -> "FruitlessSearchQuerySet":
        """Those that were asked for on enough days to be read by staff, the most frequent first."""
        return self.exclude(words="").order_by("-number", "words")


class FruitlessSearch(models.Model):
    """Words for which somebody searched and found nothing.

    Until they were asked for on DAYS different days only a keyed digest is kept, so that what one
    person has typed once, be it a name, is stored nowhere.
    """

    DAYS = 3

    digest = models.CharField(max_length=64, primary_key=True)
    words = models.CharField(max_length=60, blank=True)  # folded
    number = models.PositiveIntegerField()
    days = models.PositiveIntegerField(default=1)
    first_day = models.DateField(db_index=True)
    last_day = models.DateField()

    objects = FruitlessSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("từ tìm không có kết quả")
        verbose_name_plural = _("từ tìm không có kết quả")
        default_permissions = []

    def __str__(self) -> str:
        return self.words or self.digest[:12]
