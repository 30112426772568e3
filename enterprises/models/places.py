"""Where enterprises are: wards of the City since 1 July 2025, and industrial parks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from enterprises.querysets import TermQuerySet, WardQuerySet
from portal.models import Bilingual


class Ward(Bilingual):
    """A ward-level unit by its official code; sources write the name's tone marks differently."""

    code = models.CharField(_("mã đơn vị hành chính"), max_length=5, primary_key=True)

    objects = WardQuerySet.as_manager()

    class Meta:
        verbose_name = _("phường, xã, đặc khu")
        verbose_name_plural = _("phường, xã, đặc khu")
        ordering = ["name_vi"]

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class IndustrialPark(Bilingual):
    """An industrial park, export processing zone, high-tech park or cluster of the City."""

    class Kind(models.TextChoices):
        INDUSTRIAL_PARK = "industrial_park", _("Khu công nghiệp")
        EXPORT_PROCESSING_ZONE = "export_processing_zone", _("Khu chế xuất")
        HIGH_TECH_PARK = "high_tech_park", _("Khu công nghệ cao")
        CLUSTER = "cluster", _("Cụm công nghiệp")

    slug = models.SlugField(_("mã"), unique=True)
    kind = models.CharField(_("loại"), max_length=30, choices=Kind.choices)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("khu, cụm công nghiệp")
        verbose_name_plural = _("khu, cụm công nghiệp")
        ordering = ["name_vi"]

    def natural_key(self) -> tuple[str]:
        return (self.slug,)
