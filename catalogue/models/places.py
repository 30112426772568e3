"""Where enterprises are: wards of the City since 1 July 2025, and industrial parks."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.terms import TermQuerySet
from core.models import Bilingual
from core.text import fold


class Located(models.Model):
    """Something with a point on the map: degrees north and east (WGS 84), or no point known."""

    latitude = models.DecimalField(
        _("vĩ độ"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(6, _("Vĩ độ ở Việt Nam nằm trong khoảng 6 đến 24 độ Bắc.")),
            MaxValueValidator(24, _("Vĩ độ ở Việt Nam nằm trong khoảng 6 đến 24 độ Bắc.")),
        ],
    )
    longitude = models.DecimalField(
        _("kinh độ"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(102, _("Kinh độ ở Việt Nam nằm trong khoảng 102 đến 118 độ Đông.")),
            MaxValueValidator(118, _("Kinh độ ở Việt Nam nằm trong khoảng 102 đến 118 độ Đông.")),
        ],
    )

    class Meta:
        abstract = True

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees, where both are known."""
        if self.latitude is None or self.longitude is None:
            return None
        return float(self.latitude), float(self.longitude)


class Place(Bilingual, Located):
    """A place by its names, with the other words that people write for it."""

    aliases = models.TextField(
        _("tên gọi khác"),
        blank=True,
        help_text=_("Mỗi dòng một tên; dùng khi tìm kiếm và khi nhập từ bảng tính."),
    )

    class Meta:
        abstract = True

    def words(self) -> set[str]:
        """Every folded name of this place."""
        return set(map(fold, [self.name_vi, self.name_en, *self.aliases.splitlines()])) - {""}


class WardQuerySet(models.QuerySet):
    """Ward-level units of the City."""

    def get_by_natural_key(self, code: str) -> models.Model:
        return self.get(code=code)


class Ward(Place):  # noqa: DJ008 -- Bilingual says how it is written
    """A ward-level unit by its official code; sources write the name's tone marks differently."""

    code = models.CharField(_("mã đơn vị hành chính"), max_length=5, primary_key=True)

    objects = WardQuerySet.as_manager()

    class Meta:
        verbose_name = _("phường, xã, đặc khu")
        verbose_name_plural = _("phường, xã, đặc khu")
        ordering = ["name_vi"]

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class IndustrialPark(Place):  # noqa: DJ008 -- the same
    """An industrial park, export processing zone, high-tech park or cluster of the City."""

    class Kind(models.TextChoices):
        INDUSTRIAL_PARK = "industrial_park", _("Khu công nghiệp")
        EXPORT_PROCESSING_ZONE = "export_processing_zone", _("Khu chế xuất")
        HIGH_TECH_PARK = "high_tech_park", _("Khu công nghệ cao")
        CLUSTER = "cluster", _("Cụm công nghiệp")

    slug = models.SlugField(_("mã"), unique=True)
    kind = models.CharField(_("loại"), max_length=30, choices=Kind.choices)

    ward = models.ForeignKey(
        Ward,
        verbose_name=_("phường, xã, đặc khu"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parks",
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("khu, cụm công nghiệp")
        verbose_name_plural = _("khu, cụm công nghiệp")
        ordering = ["name_vi"]

    def natural_key(self) -> tuple[str]:
        return (self.slug,)
