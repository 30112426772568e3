"""Which certificates' ends the members of an enterprise have been reminded of."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from enterprises.models.capability import Certificate


class CertificateReminder(models.Model):
    """That the owners were reminded, so many days before, that a certificate ends on a day.

    A certificate that is renewed has another day, and so new reminders.
    """

    certificate = models.ForeignKey(
        Certificate,
        verbose_name=_("chứng nhận"),
        on_delete=models.CASCADE,
        related_name="reminders",
    )
    valid_to = models.DateField(_("hiệu lực đến"))
    days = models.PositiveSmallIntegerField(_("nhắc trước (ngày)"))
    # When its letter went; none yet while the letter waits, none at all where it failed.
    sent_at = models.DateTimeField(_("nhắc lúc"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("lần nhắc chứng nhận sắp hết hạn")
        verbose_name_plural = _("lần nhắc chứng nhận sắp hết hạn")
        ordering = [models.F("sent_at").desc(nulls_last=True), "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "valid_to", "days"],
                name="certificate_reminder_once",
                violation_error_message=_("Đã nhắc lần này rồi."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate}: {self.valid_to:%d/%m/%Y} (-{self.days})"
