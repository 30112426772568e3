"""What a person with an account has set aside to come back to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.models.enterprise import Enterprise

MAX_ENTRIES = 50  # enterprises on one list


class ShortlistEntry(models.Model):
    """One enterprise on a person's shortlist; positions tell in which order they were chosen."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người chọn"),
        on_delete=models.CASCADE,
        related_name="shortlist",
    )
    enterprise = models.ForeignKey(
        Enterprise, verbose_name=_("doanh nghiệp"), on_delete=models.CASCADE, related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"))

    class Meta:
        verbose_name = _("doanh nghiệp trong danh sách chọn")
        verbose_name_plural = _("danh sách chọn")
        default_permissions = []
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "enterprise"],
                name="shortlist_names_an_enterprise_once",
                violation_error_message=_("Doanh nghiệp này đã có trong danh sách chọn."),
            ),
            models.UniqueConstraint(
                fields=["user", "position"],
                name="shortlist_has_one_at_each_position",
                violation_error_message=_("Vị trí này đã có doanh nghiệp khác."),
            ),
            models.CheckConstraint(
                condition=Q(position__range=(1, MAX_ENTRIES)),
                name="shortlist_is_no_longer_than_most",
                violation_error_message=_("Danh sách chọn đã đủ số doanh nghiệp tối đa."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.enterprise)  # whose list it is on is nobody else's business
