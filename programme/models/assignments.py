"""Who reports where the Appendix names nobody, or somebody else by now."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from programme.models.agencies import Agency
from programme.models.quarters import OfAQuarter
from programme.models.tasks import Task

ASSIGNED = _("Quý này đã có phân công cho vai trò này.")


class Assignment(OfAQuarter):
    """That from a quarter on another agency reports on a task, or the first one at all, and why.

    Without `replaces` it names the lead (whoever the Appendix says, or nobody); with it, it names
    who takes the place of that coordinating agency. The latest one that has begun holds.
    """

    task = models.ForeignKey(
        Task, verbose_name=_("nhiệm vụ"), on_delete=models.CASCADE, related_name="assignments"
    )
    replaces = models.ForeignKey(
        Agency,
        verbose_name=_("thay cho đơn vị phối hợp"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Để trống: phân công đơn vị chủ trì báo cáo."),
    )
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("đơn vị được phân công"),
        on_delete=models.PROTECT,
        related_name="assignments",
        limit_choices_to=~Q(kind=Agency.Kind.COLLECTIVE),
    )
    reason = models.CharField(_("căn cứ, lý do"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người phân công"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("phân công báo cáo")
        verbose_name_plural = _("phân công báo cáo")
        ordering = ["year", "quarter", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "year", "quarter"],
                condition=Q(replaces=None),
                name="assignment_of_a_lead_once_a_quarter",
                violation_error_message=ASSIGNED,
            ),
            models.UniqueConstraint(
                fields=["task", "replaces", "year", "quarter"],
                condition=Q(replaces__isnull=False),
                name="assignment_of_another_once_a_quarter",
                violation_error_message=ASSIGNED,
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=F("agency")),
                name="assignment_changes_something",
                violation_error_message=_("Đơn vị được phân công phải khác đơn vị được thay."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task.number}: {self.agency} ({_('từ')} {self.period_name})"
