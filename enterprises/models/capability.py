"""Rows of an enterprise: contacts, products, machines, certificates."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from catalogue import units
from catalogue.models import MachineKind, Standard
from catalogue.units import Dimension
from core.days import this_year
from core.languages import in_language
from enterprises.models.enterprise import Enterprise
from enterprises.photos import photo_path, validate_photo

POSITIVE = MinValueValidator(Decimal(0), _("Số không thể âm."))


def figure_field(name: str, **kwargs) -> models.DecimalField:
    """Return a field for a measured number, not negative, that may be unknown."""
    return models.DecimalField(
        name,
        max_digits=14,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[POSITIVE],
        **kwargs,
    )


def unit_field(name: str, *dimensions: Dimension, default: str = "") -> models.CharField:
    """Return a field for the unit of a number beside it."""
    return models.CharField(
        name, max_length=20, blank=True, default=default, choices=units.choices(*dimensions)
    )


def number_needs_unit(number: str, unit: str, name: str) -> models.CheckConstraint:
    """Return the constraint that no number stands without its unit."""
    return models.CheckConstraint(
        condition=Q(**{number: None}) | ~Q(**{unit: ""}),
        name=name,
        violation_error_message=_("Hãy chọn đơn vị cho con số."),
    )


class Contact(models.Model):
    """A way to reach the enterprise; the public sees it only when it is flagged so."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="contacts")
    person = models.CharField(_("người liên hệ"), max_length=150, blank=True)
    position = models.CharField(_("chức vụ"), max_length=150, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=50, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    is_public = models.BooleanField(_("công khai"), default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("liên hệ")
        verbose_name_plural = _("liên hệ")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.person or self.phone or self.email


class Product(models.Model):
    """Something that the enterprise makes for others' products."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="products")
    name_vi = models.CharField(_("tên sản phẩm"), max_length=200)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    description_vi = models.TextField(_("mô tả"), max_length=2_000, blank=True)
    description_en = models.TextField(_("mô tả (tiếng Anh)"), max_length=2_000, blank=True)
    hs_code = models.CharField(
        _("mã HS"),
        max_length=10,
        blank=True,
        validators=[
            RegexValidator(
                r"^\d{4}(\d{2}){0,3}$", _("Mã HS gồm 4, 6, 8 hoặc 10 chữ số, viết liền.")
            )
        ],
    )
    size_min = figure_field(_("kích thước nhỏ nhất"))
    size_max = figure_field(_("kích thước lớn nhất"))
    size_unit = unit_field(_("đơn vị kích thước"), Dimension.LENGTH, default="mm")
    tolerance = figure_field(_("dung sai ±"))
    tolerance_unit = unit_field(_("đơn vị dung sai"), Dimension.LENGTH, default="mm")
    monthly_capacity = figure_field(_("năng lực mỗi tháng"))
    monthly_unit = unit_field(
        _("đơn vị năng lực"),
        Dimension.COUNT,
        Dimension.MASS,
        Dimension.LENGTH,
        Dimension.AREA,
        Dimension.VOLUME,
        default="piece",
    )
    photo = models.ImageField(
        _("ảnh sản phẩm"), upload_to=photo_path, blank=True, validators=[validate_photo]
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("sản phẩm")
        verbose_name_plural = _("sản phẩm")
        ordering = ["id"]
        # Each request of a photo asks which product shows it.
        indexes = [models.Index(fields=["photo"], condition=~Q(photo=""), name="product_by_photo")]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "name_vi"],
                name="product_named_once",
                violation_error_message=_("Doanh nghiệp đã có sản phẩm tên này."),
            ),
            models.CheckConstraint(
                condition=Q(size_min=None) | Q(size_max=None) | Q(size_max__gte=F("size_min")),
                name="product_sizes_in_order",
                violation_error_message=_(
                    "Kích thước lớn nhất phải không dưới kích thước nhỏ nhất."
                ),
            ),
            number_needs_unit("size_min", "size_unit", "product_size_min_has_unit"),
            number_needs_unit("size_max", "size_unit", "product_size_max_has_unit"),
            number_needs_unit("tolerance", "tolerance_unit", "product_tolerance_has_unit"),
            number_needs_unit("monthly_capacity", "monthly_unit", "product_capacity_has_unit"),
        ]

    def __str__(self) -> str:
        return self.name_vi

    @property
    def name(self) -> str:
        return in_language(self, "name")

    @property
    def description(self) -> str:
        return in_language(self, "description")


class Machine(models.Model):
    """A machine, or several alike, with the figure by which its kind is compared."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="machines")
    kind = models.ForeignKey(
        MachineKind,
        verbose_name=_("loại máy"),
        on_delete=models.PROTECT,
        related_name="machines",
    )
    model_name = models.CharField(_("kiểu máy"), max_length=100, blank=True)
    maker = models.CharField(_("hãng sản xuất"), max_length=100, blank=True)
    country = models.CharField(_("nước sản xuất"), max_length=100, blank=True)
    year = models.PositiveSmallIntegerField(
        _("năm sản xuất"),
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1900, _("Năm sản xuất không thể trước 1900.")),
            MaxValueValidator(this_year, _("Năm sản xuất không thể sau năm nay.")),
        ],
    )
    quantity = models.PositiveIntegerField(
        _("số lượng"),
        default=1,
        validators=[MinValueValidator(1, _("Số lượng phải từ 1 trở lên."))],
    )
    capacity = figure_field(_("thông số chính"), help_text=_("Lực kẹp, hành trình, công suất…"))
    capacity_unit = unit_field(_("đơn vị"), *Dimension)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("máy, thiết bị")
        verbose_name_plural = _("máy, thiết bị")
        ordering = ["id"]
        constraints = [number_needs_unit("capacity", "capacity_unit", "machine_capacity_has_unit")]

    def __str__(self) -> str:
        return " ".join(filter(None, [str(self.kind), self.maker, self.model_name]))

    def clean(self) -> None:
        """Raise ValidationError where a capacity's unit cannot be compared with its kind's."""
        super().clean()
        if self.capacity is None or not self.capacity_unit or self.kind_id is None:
            return
        own = units.UNITS[self.kind.unit].dimension if self.kind.unit else None
        if units.UNITS[self.capacity_unit].dimension != own:
            named = units.label(self.kind.unit) or _("không có")
            raise ValidationError(
                {
                    "capacity_unit": _(
                        "Đơn vị không so được với đơn vị của loại máy này (%(unit)s)."
                    )
                    % {"unit": named}
                }
            )

    @property
    def comparable_capacity(self) -> Decimal | None:
        """The capacity in its kind's unit; none where it is unknown or not comparable."""
        if self.capacity is None or not (self.kind.unit and self.capacity_unit):
            return None
        own, given = units.UNITS[self.kind.unit], units.UNITS[self.capacity_unit]
        if own.dimension != given.dimension:
            return None
        return units.from_base(units.to_base(self.capacity, self.capacity_unit), self.kind.unit)


class CertificateQuerySet(models.QuerySet):
    """Certificates of enterprises."""

    def valid(self, on: date | None = None) -> "CertificateQuerySet":
        """Filter to certificates not known to have ended on that day (today)."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on or localdate()))

    def ending_by(self, day: date) -> "CertificateQuerySet":
        """Filter to those in public profiles ending from today to that day with none following."""
        later = self.model._default_manager.filter(
            Q(valid_to=None) | Q(valid_to__gt=OuterRef("valid_to")),
            enterprise=OuterRef("enterprise"),
            standard=OuterRef("standard"),
        )
        ending = self.filter(
            valid_to__range=(localdate(), day), enterprise__state=Enterprise.State.PUBLISHED
        )
        return ending.exclude(Exists(later))


class Certificate(models.Model):
    """A certificate that the enterprise holds, as it declares it."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.CASCADE, related_name="certificates"
    )
    standard = models.ForeignKey(
        Standard,
        verbose_name=_("tiêu chuẩn"),
        on_delete=models.PROTECT,
        related_name="certificates",
    )
    number = models.CharField(_("số chứng nhận"), max_length=100, blank=True)
    issuer = models.CharField(_("tổ chức chứng nhận"), max_length=200, blank=True)
    valid_from = models.DateField(_("hiệu lực từ"), null=True, blank=True)
    valid_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)
    history = HistoricalRecords()
    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("chứng nhận")
        verbose_name_plural = _("chứng nhận")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "standard", "number"],
                name="certificate_entered_once",
                violation_error_message=_("Chứng nhận này đã được nhập."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="certificate_ends_after_it_begins",
                violation_error_message=_("Ngày hết hiệu lực phải sau ngày bắt đầu hiệu lực."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard} {self.number}".strip()

    @property
    def has_ended(self) -> bool:
        """Whether its last day is known and past."""
        return self.valid_to is not None and self.valid_to < localdate()
