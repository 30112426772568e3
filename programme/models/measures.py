"""Measures: what is counted each year against a target, or in a task's reports."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.languages import in_language
from core.models import Bilingual, Versioned
from programme.computations import computations
from programme.models.decisions import Programme
from programme.models.targets import Target
from programme.models.tasks import Task


class Measure(Bilingual, Versioned):
    """One thing that is counted by year, and where its figures come from.

    It belongs to a target, to a task (by its number, which outlives amendments), or to both. A
    figure is what its year adds; a year for which nothing is computed can be typed with a source.
    """

    class Source(models.TextChoices):
        TYPED = "typed", _("Sở Công Thương nhập, kèm nguồn")
        REPORTS = "reports", _("Cộng từ báo cáo quý đã tiếp nhận")
        RECORDS = "records", _("Tính từ dữ liệu của Cổng")

    programme = models.ForeignKey(
        Programme,
        verbose_name=_("chương trình"),
        on_delete=models.PROTECT,
        related_name="measures",
    )
    code = models.SlugField(_("mã"))
    target = models.ForeignKey(
        Target,
        verbose_name=_("chỉ tiêu"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="measures",
    )
    task_number = models.CharField(
        _("nhiệm vụ số"), max_length=10, blank=True, help_text=_("Ví dụ 1.10.")
    )
    unit_vi = models.CharField(_("đơn vị tính"), max_length=100)
    unit_en = models.CharField(_("đơn vị tính (tiếng Anh)"), max_length=100, blank=True)
    source = models.CharField(_("nguồn số liệu"), max_length=10, choices=Source.choices)
    is_yes_no = models.BooleanField(
        _("chỉ có hoặc không"),
        default=False,
        help_text=_("Kết quả ghi 1 là có, 0 là không; có là đạt."),
    )
    alternative_minimum = models.DecimalField(
        _("mức thay thế"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_(
            "Riêng số đo này đạt mức đó thì chỉ tiêu cũng đạt, ví dụ 01 khu công nghiệp thay cho "
            "02 phân khu. Để trống: số đo được so với mức của chỉ tiêu."
        ),
    )
    record_key = models.SlugField(
        _("cách tính từ dữ liệu của Cổng"), blank=True, help_text=_("Chỉ khi tính từ dữ liệu.")
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=1)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("số đo")
        verbose_name_plural = _("số đo")
        ordering = ["programme", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"],
                name="measure_coded_once",
                violation_error_message=_("Chương trình đã có số đo mang mã này."),
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=False) | ~Q(task_number=""),
                name="measure_of_a_target_or_a_task",
                violation_error_message=_("Số đo phải thuộc một chỉ tiêu hoặc một nhiệm vụ."),
            ),
            models.CheckConstraint(
                condition=~Q(source="reports") | ~Q(task_number=""),
                name="measure_from_reports_has_a_task",
                violation_error_message=_("Số đo cộng từ báo cáo cần ghi nhiệm vụ."),
            ),
            models.CheckConstraint(
                condition=Q(source="records") & ~Q(record_key="")
                | ~Q(source="records") & Q(record_key=""),
                name="measure_from_records_says_how",
                violation_error_message=_("Số đo tính từ dữ liệu của Cổng cần chọn cách tính."),
            ),
            models.CheckConstraint(
                condition=Q(alternative_minimum=None)
                | Q(alternative_minimum__gt=0, target__isnull=False),
                name="measure_alternative_of_a_target",
                violation_error_message=_("Mức thay thế phải lớn hơn 0 và thuộc một chỉ tiêu."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_vi

    @property
    def unit(self) -> str:
        return in_language(self, "unit")

    def clean(self) -> None:
        super().clean()
        if self.target and self.target.programme_id != self.programme_id:
            raise ValidationError({"target": _("Chỉ tiêu thuộc chương trình khác.")})
        if self.task_number and not self._tasks().exists():
            raise ValidationError({"task_number": _("Chương trình không có nhiệm vụ mang số này.")})
        if self.record_key and self.record_key not in dict(computations()):
            raise ValidationError({"record_key": _("Cổng không có cách tính này.")})

    def _tasks(self) -> models.QuerySet[Task]:
        return Task.objects.of(self.programme_id).numbered(self.task_number)


class MeasureValue(Versioned):
    """A year's figure that staff have typed, with the document that states it."""

    measure = models.ForeignKey(
        Measure, verbose_name=_("số đo"), on_delete=models.CASCADE, related_name="values"
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    value = models.DecimalField(_("kết quả"), max_digits=14, decimal_places=2)
    source = models.CharField(_("nguồn"), max_length=300)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người nhập"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("kết quả của năm")
        verbose_name_plural = _("kết quả từng năm")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "year"],
                name="measure_value_once_a_year",
                violation_error_message=_("Năm này đã có kết quả."),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="measure_value_not_negative",
                violation_error_message=_("Kết quả không thể âm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.year}: {self.value}"

    def clean(self) -> None:
        super().clean()
        if self.measure_id is None:
            return
        programme = self.measure.programme
        if self.year and not programme.first_year <= self.year <= programme.last_year:
            raise ValidationError({"year": _("Năm nằm ngoài giai đoạn của Chương trình.")})
        if self.year and self.year > localdate().year:
            raise ValidationError({"year": _("Năm này chưa đến.")})
        if self.measure.is_yes_no and self.value not in {None, 0, 1}:
            raise ValidationError({"value": _("Số đo này chỉ ghi 1 (có) hoặc 0 (không).")})
