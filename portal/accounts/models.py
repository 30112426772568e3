"""What is kept of an account beside the person: consents, and the counts of attempts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.languages import is_english


class Consent(models.Model):
    """A person's agreement to one wording of the notice on personal data (Law 91/2025/QH15).

    The wordings are templates that never change once published
    (`templates/account/consent/<version>.<language>.html`); a new wording is a new version.
    """

    CURRENT = "1"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người dùng"),
        on_delete=models.CASCADE,
        related_name="consents",
    )
    version = models.CharField(_("phiên bản"), max_length=20, default=CURRENT)
    language = models.CharField(_("ngôn ngữ"), max_length=2, choices=settings.LANGUAGES)
    given_at = models.DateTimeField(_("đồng ý lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("sự đồng ý xử lý dữ liệu cá nhân")
        verbose_name_plural = _("sự đồng ý xử lý dữ liệu cá nhân")
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "version"],
                name="portal_consent_once_for_each_version",
                violation_error_message=_("Người dùng đã đồng ý với phiên bản này."),
            )
        ]

    def __str__(self) -> str:
        return gettext("phiên bản %(version)s") % {"version": self.version}

    @classmethod
    def wording(cls, version: str = CURRENT) -> str:
        """The template of a version's wording, in the reader's language."""
        return f"account/consent/{version}.{'en' if is_english() else 'vi'}.html"


class CacheEntry(models.Model):
    """A row of Django's database cache, made here so that `migrate` alone brings the table.

    It holds the counts behind the limits on attempts, which all processes must share.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "portal_cache"

    def __str__(self) -> str:
        return self.cache_key
