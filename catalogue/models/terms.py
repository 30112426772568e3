"""The words in which capability is told: industries, processes, machines, materials, standards.

Staff keep them; `aliases` are the other words that people write for the same thing.
"""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue import units
from core.languages import in_language
from core.models import Bilingual
from core.text import fold, normalise


class TermQuerySet(models.QuerySet):
    """Entries of a taxonomy."""

    def get_by_natural_key(self, slug: str) -> models.Model:
        return self.get(slug=slug)


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


class Sector(Term):
    """One of the six sectors whose supporting products Decree 111/2015/NĐ-CP lists for priority.

    They are not the City's industries; an enterprise stands in both classifications.
    """

    position = models.PositiveSmallIntegerField(_("thứ tự"), unique=True)

    class Meta:
        verbose_name = _("lĩnh vực ưu tiên (Nghị định 111/2015)")
        verbose_name_plural = _("lĩnh vực ưu tiên (Nghị định 111/2015)")
        ordering = ["position"]


class VsicQuerySet(models.QuerySet):
    """Classes of the standard industrial classification."""

    def get_by_natural_key(self, version: str, code: str) -> models.Model:
        return self.get(version=version, code=code)


class VsicClass(Bilingual):
    """A four-digit class of the Vietnam Standard Industrial Classification, by version and code."""

    version = models.CharField(_("phiên bản"), max_length=4)
    code = models.CharField(
        _("mã ngành"),
        max_length=4,
        validators=[RegexValidator(r"^\d{4}$", _("Mã ngành gồm 4 chữ số."))],
    )

    objects = VsicQuerySet.as_manager()

    class Meta:
        verbose_name = _("ngành kinh tế (VSIC)")
        verbose_name_plural = _("ngành kinh tế (VSIC)")
        ordering = ["version", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                name="vsic_class_once_a_version",
                violation_error_message=_("Mã ngành này đã có trong phiên bản này."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_vi} (VSIC {self.version})"

    def natural_key(self) -> tuple[str, str]:
        return (self.version, self.code)


class ProcessFamily(Term):
    """A family of processes, such as casting."""

    position = models.PositiveSmallIntegerField(_("thứ tự"), unique=True)

    class Meta:
        verbose_name = _("nhóm công nghệ")
        verbose_name_plural = _("nhóm công nghệ")
        ordering = ["position"]


class Process(Term):
    """A manufacturing process, such as die casting."""

    family = models.ForeignKey(
        ProcessFamily,
        verbose_name=_("nhóm công nghệ"),
        on_delete=models.PROTECT,
        related_name="processes",
    )

    class Meta(Term.Meta):
        verbose_name = _("công nghệ gia công")
        verbose_name_plural = _("công nghệ gia công")


class MachineKind(Term):
    """A kind of machine, and the one figure by which buyers compare machines of that kind."""

    capacity_vi = models.CharField(_("thông số chính"), max_length=100, blank=True)
    capacity_en = models.CharField(_("thông số chính (tiếng Anh)"), max_length=100, blank=True)
    unit = models.CharField(
        _("đơn vị của thông số"), max_length=20, blank=True, choices=units.choices(*units.Dimension)
    )
    steps = models.CharField(
        _("các mức tối thiểu để lọc"),
        max_length=200,
        blank=True,
        help_text=_("Các số tăng dần, cách nhau bằng dấu cách, tính theo đơn vị trên: 63 100 250."),
    )

    class Meta(Term.Meta):
        verbose_name = _("loại máy, thiết bị")
        verbose_name_plural = _("loại máy, thiết bị")

    @property
    def capacity(self) -> str:
        """The name of the key figure in the reader's language."""
        return in_language(self, "capacity")

    @property
    def minimums(self) -> list[Decimal]:
        """The minimums that a buyer may ask for, in `unit`, rising."""
        return [Decimal(step) for step in self.steps.split()]

    def clean(self) -> None:
        super().clean()
        self.steps = normalise(self.steps).replace(",", ".")
        if not all(re.fullmatch(r"\d+(\.\d+)?", step) for step in self.steps.split()):
            raise ValidationError({"steps": _("Chỉ ghi các số, cách nhau bằng dấu cách.")})
        if self.minimums != sorted(set(self.minimums)):
            raise ValidationError({"steps": _("Các số phải tăng dần và không lặp lại.")})
        if self.steps and not self.unit:
            raise ValidationError({"unit": _("Hãy chọn đơn vị cho các mức tối thiểu.")})


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


class Market(Term):
    """A country or region to which an enterprise sells."""

    class Meta(Term.Meta):
        verbose_name = _("thị trường")
        verbose_name_plural = _("thị trường")


class Language(Term):
    """A language in which an enterprise can deal with its customers."""

    class Meta(Term.Meta):
        verbose_name = _("ngôn ngữ giao dịch")
        verbose_name_plural = _("ngôn ngữ giao dịch")


class SynonymGroup(models.Model):
    """Words and phrases that mean the same to a buyer and are no entry of a taxonomy."""

    words = models.TextField(
        _("các từ đồng nghĩa"),
        help_text=_("Mỗi dòng một từ hoặc cụm từ, tiếng Việt hay tiếng Anh: bánh răng, gear, cog."),
    )

    class Meta:
        verbose_name = _("nhóm từ đồng nghĩa")
        verbose_name_plural = _("nhóm từ đồng nghĩa")
        ordering = ["words"]

    def __str__(self) -> str:
        return " = ".join(self.words.splitlines())

    def clean(self) -> None:
        super().clean()
        self.words = normalise(self.words)
        if len(self.phrases()) < 2:
            raise ValidationError({"words": _("Một nhóm cần ít nhất hai từ khác nhau.")})

    def phrases(self) -> list[str]:
        """Each folded word or phrase of the group once."""
        return list(dict.fromkeys(filter(None, map(fold, self.words.splitlines()))))
