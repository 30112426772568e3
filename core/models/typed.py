"""What somebody has typed into a form of the back office, until it is saved."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=30)


class TypedForm(models.Model):
    """The whole form of one page as one account has typed it; the record knows nothing of it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="typed_forms"
    )
    path = models.CharField(max_length=200)  # of the page
    text = models.TextField()  # as a browser sends it
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("nội dung đang gõ")
        verbose_name_plural = _("nội dung đang gõ")
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["user", "path"], name="one_typed_form_of_a_page")
        ]

    def __str__(self) -> str:
        return self.path

    @classmethod
    def drop_old(cls) -> None:
        """Delete what nobody has come back for."""
        cls.objects.filter(at__lt=now() - KEPT).delete()
