"""Of which quarters' reports an agency's officers have been reminded."""

from django.db import models
from django.utils.translation import gettext_lazy as _

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
