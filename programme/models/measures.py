"""Measures: what is counted each year against a target, or in a task's reports."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from portal.languages import in_language
from portal.models import Bilingual, Versioned
from programme.models.decisions import Programme
from programme.models.targets import Target


class Measure(Bilingual, Versioned):
    """One thing that is counted by year, and where its figures come from.

    It belongs to a target, to a task (by its number, which outlives amendments), or to both.
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
