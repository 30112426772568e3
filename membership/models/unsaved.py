"""What somebody has typed when their session ended, until they come back for it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=1)


class UnsavedText(models.Model):
    """One form of one account, the last that came too late."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unsaved_text"
    )
    path = models.CharField(max_length=200)
    text = models.TextField()
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("nội dung chưa lưu")
        verbose_name_plural = _("nội dung chưa lưu")
        default_permissions = []

    def __str__(self) -> str:
        return self.path

    @classmethod
    def drop_old(cls) -> None:
        """Delete what nobody has come back for."""
        cls.objects.filter(at__lt=now() - KEPT).delete()
