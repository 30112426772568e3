"""What agencies are asked about a proposal to change the programme, and what they answer."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.fields import person_field
from programme.models.agencies import Agency


class AmendmentOpinionQuerySet(models.QuerySet):
    """Opinions of agencies."""

    def awaited(self, today: date) -> "AmendmentOpinionQuerySet":
        """Those that are not given and whose day has not passed."""
        return self.filter(stance="", deadline__gte=today)

    def of_officer(self, user: User) -> "AmendmentOpinionQuerySet":
        """Those of agencies in whose name this person acts."""
        return self.filter(agency__in=Agency.objects.represented_by_user(user))


class AmendmentOpinion(models.Model):
    """What one agency was asked by a day about a proposal, and what it answered."""

    class Stance(models.TextChoices):
        AGREE = "agree", _("Thống nhất")
        OTHER = "other", _("Ý kiến khác")

    proposal = models.ForeignKey(
        "programme.AmendmentProposal",
        verbose_name=_("đề nghị"),
        on_delete=models.CASCADE,
        related_name="opinions",
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("đơn vị được lấy ý kiến"), on_delete=models.PROTECT, related_name="+"
    )
    deadline = models.DateField(_("hạn cho ý kiến"))
    asked_by = person_field(_("người lấy ý kiến"))
    asked_at = models.DateTimeField(_("lấy ý kiến lúc"), auto_now_add=True)
    stance = models.CharField(_("ý kiến"), max_length=10, choices=Stance.choices, blank=True)
    text = models.TextField(_("nội dung ý kiến"), max_length=5_000, blank=True)
    given_by = person_field(_("người cho ý kiến"))
    given_at = models.DateTimeField(_("cho ý kiến lúc"), null=True)
    history = HistoricalRecords()
    objects = AmendmentOpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("ý kiến về đề nghị điều chỉnh")
        verbose_name_plural = _("ý kiến về đề nghị điều chỉnh")
        ordering = ["agency__name_vi", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "agency"],
                name="amendment_opinion_once",
                violation_error_message=_("Đơn vị này đã được lấy ý kiến."),
            ),
            models.CheckConstraint(
                condition=~Q(stance="other") | ~Q(text=""),
                name="amendment_opinion_other_in_words",
                violation_error_message=_("Hãy ghi nội dung ý kiến khác."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.get_stance_display() or '–'}"

    def give(self, stance: str, text: str, by: User) -> None:
        """Write down what the agency thinks."""
        if stance == self.Stance.OTHER and not text.strip():
            raise ValidationError({"text": _("Hãy ghi nội dung ý kiến khác.")})
        self.stance, self.text, self.given_by, self.given_at = stance, text.strip(), by, now()
        self._history_user = by
        self.save()
