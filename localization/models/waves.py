"""Survey waves: one a year, with the enterprises that are asked."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from enterprises.models import Enterprise, Industry
from localization.models.methods import Method
from localization.querysets.waves import FrameUnitQuerySet, WaveQuerySet
from portal.models import Stepwise, Versioned


class Wave(Stepwise):
    """A year's survey: whoever runs it opens it for the enterprises in the frame and closes it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Đang chuẩn bị")
        OPEN = "open", _("Đang mở")
        CLOSED = "closed", _("Đã đóng, đang kiểm tra")
        PUBLISHED = "published", _("Đã công bố kết quả")

    class Conductor(models.TextChoices):
        DOIT = "doit", _("Sở Công Thương")
        STATISTICS = "statistics", _("Thống kê Thành phố")

    is_demo = models.BooleanField(_("dữ liệu minh họa"), default=False, editable=False)
    year = models.PositiveSmallIntegerField(
        _("năm số liệu"), validators=[MinValueValidator(2000, _("Năm phải từ 2000."))]
    )
    conductor = models.CharField(
        _("đơn vị thực hiện"), max_length=10, choices=Conductor.choices, default=Conductor.DOIT
    )
    method = models.ForeignKey(
        Method,
        verbose_name=_("công thức tính"),
        on_delete=models.PROTECT,
        related_name="waves",
        help_text=_("Công thức của tỷ lệ sẽ công bố."),
    )
    closes_on = models.DateField(_("doanh nghiệp trả lời đến hết ngày"))
    scope = models.CharField(
        _("phạm vi"),
        max_length=300,
        default="Doanh nghiệp công nghiệp hỗ trợ trong cơ sở dữ liệu của Thành phố",
    )
    state = models.CharField(
        _("tình trạng"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    opened_at = models.DateTimeField(_("mở lúc"), null=True, editable=False)
    closed_at = models.DateTimeField(_("đóng lúc"), null=True, editable=False)
    reopen_reason = models.CharField(_("lý do mở lại"), max_length=300, blank=True, editable=False)
    history = HistoricalRecords()
    objects = WaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("cuộc khảo sát")
        verbose_name_plural = _("các cuộc khảo sát")
        ordering = ["is_demo", "-year"]
        permissions = [
            ("run_survey", _("Mở, đóng khảo sát và nhập phiếu thay doanh nghiệp")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["is_demo", "year"],
                name="wave_once_a_year",
                violation_error_message=_("Năm này đã có một cuộc khảo sát."),
            )
        ]

    def __str__(self) -> str:
        return str(_("Khảo sát tỷ lệ nội địa hóa năm %(year)d") % {"year": self.year})

    def clean(self) -> None:
        super().clean()
        if self.year and self.year > localdate().year:
            raise ValidationError({"year": _("Năm số liệu không thể sau năm nay.")})
        if self.method_id and (self.method.kind == Method.Kind.OTHER):
            raise ValidationError(
                {"method": _("Khảo sát của Cổng không có số liệu cho công thức này.")}
            )
        if self.method_id and self._is_new_method() and not self.method.is_in_force:
            raise ValidationError({"method": _("Công thức này đã ngừng dùng.")})

    def _is_new_method(self) -> bool:
        before = Wave.objects.filter(pk=self.pk).values_list("method", flat=True).first()
        return before != self.method_id

    @property
    def takes_answers(self) -> bool:
        """Whether enterprises may answer today."""
        return self.state == self.State.OPEN and localdate() <= self.closes_on

    @property
    def takes_paper(self) -> bool:
        """Whether staff may still enter answers: until the results are published."""
        return self.state in {self.State.OPEN, self.State.CLOSED}


class FrameUnit(Versioned):
    """An enterprise that a wave asks, with the stratum in which it is counted.

    Industry, size and ownership are those of the day on which the wave was opened; staff put right
    what is wrong in them until the results are published.
    """

    class Ownership(models.TextChoices):
        LOCAL = "local", _("Trong nước")
        FOREIGN = "foreign", _("Có vốn đầu tư nước ngoài")
        UNKNOWN = "unknown", _("Chưa biết")

    class Size(models.TextChoices):
        MICRO = "micro", _("Siêu nhỏ")
        SMALL = "small", _("Nhỏ")
        MEDIUM = "medium", _("Vừa")
        LARGE = "large", _("Lớn")
        UNKNOWN = "unknown", _("Chưa biết")

    wave = models.ForeignKey(
        Wave, verbose_name=_("cuộc khảo sát"), on_delete=models.CASCADE, related_name="units"
    )
    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=_("doanh nghiệp"),
        on_delete=models.PROTECT,
        related_name="frame_units",
    )
    industry = models.ForeignKey(
        Industry, verbose_name=_("ngành"), on_delete=models.PROTECT, related_name="+"
    )
    subsector = models.ForeignKey(
        "localization.Subsector",
        verbose_name=_("phân ngành"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    size = models.CharField(_("quy mô"), max_length=10, choices=Size.choices)
    ownership = models.CharField(_("sở hữu"), max_length=10, choices=Ownership.choices)
    owner = models.CharField(
        _("chủ sở hữu, nhóm công ty"),
        max_length=100,
        help_text=_(
            "Các doanh nghiệp cùng một chủ ghi giống nhau: khi công bố, chúng chỉ tính là một. "
            "Lúc mở khảo sát lấy 10 số đầu của mã số thuế."
        ),
    )
    history = HistoricalRecords()
    objects = FrameUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("doanh nghiệp được khảo sát")
        verbose_name_plural = _("doanh nghiệp được khảo sát")
        ordering = ["wave", "enterprise__name_sort", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "enterprise"],
                name="frame_unit_once",
                violation_error_message=_("Doanh nghiệp này đã có trong cuộc khảo sát."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.enterprise}, {self.wave.year}"
