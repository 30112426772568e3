"""The words in which capability is told: industries, processes, materials, standards.

Staff keep them; `aliases` are the other words that people write for the same thing.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from enterprises.querysets import TermQuerySet
from portal.models import Bilingual
from portal.text import fold


class Term(Bilingual):
    """One entry of a taxonomy, found by its slug in addresses and by its words in spreadsheets."""

    slug = models.SlugField(_("mã"), unique=True)
    aliases = models.TextField(
        _("tên gọi khác"),
        blank=True,
        help_text=_("Mỗi dòng một tên; dùng khi tìm kiếm và khi nhập từ bảng tính."),
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["name_vi"]

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def words(self) -> set[str]:
        """Every folded word or phrase by which a spreadsheet may name this term."""
        names = [self.slug, self.name_vi, self.name_en, *self.aliases.splitlines()]
        return {fold(name) for name in names} - {""}


class Industry(Term):
    """One of the City's industries as Decision 2869 groups them (section II.2)."""

    class Kind(models.TextChoices):
        ESSENTIAL = "essential", _("Ngành công nghiệp trọng yếu")
        TRADITIONAL = "traditional", _("Ngành công nghiệp truyền thống")

    kind = models.CharField(_("nhóm ngành"), max_length=20, choices=Kind.choices)
    position = models.PositiveSmallIntegerField(_("thứ tự"), unique=True)

    class Meta:
        verbose_name = _("ngành công nghiệp")
        verbose_name_plural = _("ngành công nghiệp")
        ordering = ["position"]


class Process(Term):
    """A manufacturing process, such as die casting."""

    class Meta(Term.Meta):
        verbose_name = _("công nghệ gia công")
        verbose_name_plural = _("công nghệ gia công")


class Material(Term):
    """A material that an enterprise works."""

    class Meta(Term.Meta):
        verbose_name = _("vật liệu")
        verbose_name_plural = _("vật liệu")


class Standard(Term):
    """A management-system or product standard that certificates refer to."""

    class Meta(Term.Meta):
        verbose_name = _("tiêu chuẩn")
        verbose_name_plural = _("tiêu chuẩn")
