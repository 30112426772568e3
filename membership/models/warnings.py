"""That the members of an idle draft were told that it will let go of its tax code."""

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from enterprises.models.enterprise import Enterprise


class IdleDraftWarning(models.Model):
    """One warning; a draft that is written on meanwhile is warned anew."""

    enterprise = models.OneToOneField(
        Enterprise, on_delete=models.CASCADE, related_name="idle_warning"
    )
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("lời nhắc về bản nháp để lâu")
        verbose_name_plural = _("lời nhắc về bản nháp để lâu")
        default_permissions = []

    def __str__(self) -> str:
        return str(self.enterprise)
