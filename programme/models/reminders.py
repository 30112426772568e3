"""Of what an agency's officers have been reminded: by the portal in time, or by a person now."""

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.fields import person_field
from programme.models.agencies import Agency
from programme.models.decisions import Programme
from programme.models.quarters import OfAQuarter


class ReportReminder(OfAQuarter):
    """That letters went to an agency's officers so many days before or after a deadline."""

    programme = models.ForeignKey(
        Programme,
        verbose_name=_("chương trình"),
        on_delete=models.CASCADE,
        related_name="reminders",
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("đơn vị"), on_delete=models.CASCADE, related_name="reminders"
    )
    days = models.SmallIntegerField(
        _("số ngày so với hạn"), help_text=_("Số âm: trước hạn; số dương: sau hạn.")
    )
    # When its letter went; none yet while the letter waits, none at all where it failed.
    sent_at = models.DateTimeField(_("nhắc lúc"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("lần nhắc báo cáo quý")
        verbose_name_plural = _("lần nhắc báo cáo quý")
        ordering = [models.F("sent_at").desc(nulls_last=True), "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "agency", "year", "quarter", "days"],
                name="report_reminder_once",
                violation_error_message=_("Đã nhắc lần này rồi."),
            ),
            models.CheckConstraint(
                condition=models.Q(quarter__range=(1, 4)),
                name="report_reminder_of_a_quarter",
                violation_error_message=_("Quý từ 1 đến 4."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.period_name}: {self.days:+}"


class AgencyReminderQuerySet(models.QuerySet):
    """Reminders that people have sent."""

    def of_today(self) -> "AgencyReminderQuerySet":
        return self.filter(on=localdate())


class AgencyReminder(models.Model):
    """That a person had an agency's officers reminded of a matter, at most once a day."""

    class Matter(models.TextChoices):
        REPORTS = "reports", _("Báo cáo quý chưa gửi")
        PLAN = "plan", _("Kế hoạch, dự toán năm chưa gửi")

    programme = models.ForeignKey(
        Programme,
        verbose_name=_("chương trình"),
        on_delete=models.CASCADE,
        related_name="agency_reminders",
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("đơn vị"), on_delete=models.CASCADE, related_name="agency_reminders"
    )
    matter = models.CharField(_("nội dung nhắc"), max_length=10, choices=Matter.choices)
    year = models.PositiveSmallIntegerField(_("năm kế hoạch"), null=True, blank=True)
    missing = models.TextField(_("những gì còn thiếu"))
    letters = models.PositiveSmallIntegerField(_("số thư"))
    on = models.DateField(_("ngày nhắc"), default=localdate)
    sent_by = person_field(_("người nhắc"))
    # When the first of its letters went; none yet while they wait, none at all where all failed.
    sent_at = models.DateTimeField(_("thư đi lúc"), null=True, blank=True, editable=False)
    objects = AgencyReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần nhắc ngay")
        verbose_name_plural = _("lần nhắc ngay")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "agency", "on"],
                condition=models.Q(matter="reports"),
                name="agency_reminded_of_reports_once_a_day",
                violation_error_message=_("Hôm nay đã nhắc đơn vị này rồi."),
            ),
            models.UniqueConstraint(
                fields=["programme", "agency", "year", "on"],
                condition=models.Q(matter="plan"),
                name="agency_reminded_of_a_plan_once_a_day",
                violation_error_message=_("Hôm nay đã nhắc đơn vị này rồi."),
            ),
            models.CheckConstraint(
                condition=models.Q(matter="reports", year=None)
                | models.Q(matter="plan", year__isnull=False),
                name="agency_reminder_of_a_plan_names_its_year",
                violation_error_message=_("Nhắc về kế hoạch cần ghi năm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.on:%d/%m/%Y}: {self.get_matter_display()}"
