"""People with accounts, and the ground on which the rooms' models stand."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import CacheEntry, Consent
from portal.languages import in_language

__all__ = [
    "Bilingual",
    "CacheEntry",
    "Consent",
    "Edition",
    "LoadedFixture",
    "Stepwise",
    "User",
    "Versioned",
]


class User(AbstractUser):
    """A person with an account; a Vietnamese name is one field, family name first."""

    first_name = None
    last_name = None
    full_name = models.CharField(_("họ và tên"), max_length=150, blank=True)
    email = models.EmailField(_("thư điện tử"), unique=True)
    is_demo = models.BooleanField(_("tài khoản minh họa"), default=False, editable=False)
    closed_at = models.DateTimeField(_("đóng lúc"), null=True, editable=False)

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")

    def __str__(self) -> str:
        if self.closed_at:
            return gettext("Tài khoản đã đóng")
        return self.full_name or self.username

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    def save(self, *args, **kwargs) -> None:
        # Addresses are compared in lower case everywhere, so they are kept in it.
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    @property
    def language(self) -> str:
        """The language in which letters without a request reach the person."""
        given = self.consents.first()
        return given.language if given else settings.LANGUAGE_CODE

    @cached_property
    def has_second_factor(self) -> bool:
        return self.authenticator_set.filter(type="totp").exists()

    @property
    def lacks_second_factor(self) -> bool:
        """Whether the back office stays shut until this person has set up a second factor.

        Demo accounts, whose password is in the README, are let in wherever demo data may be.
        """
        if not settings.MFA_REQUIRED_FOR_STAFF or (self.is_demo and not settings.PRODUCTION):
            return False
        return not self.has_second_factor

    def close(self) -> None:
        """Leave nothing that names this person; the row stays, so that histories keep their who."""
        if self.is_staff or self.is_superuser:
            raise ValidationError(_("Tài khoản cán bộ do quản trị viên đóng."))
        if self.closed_at:
            raise ValidationError(_("Tài khoản đã được đóng từ trước."))
        self.username = f"da-dong-{self.pk}"
        self.email = f"{self.username}@tai-khoan.invalid"
        self.full_name, self.last_login, self.is_active = "", None, False
        self.set_unusable_password()
        self.closed_at = now()
        self.save()
        self.groups.clear()
        self.user_permissions.clear()


class Versioned(models.Model):
    """A record that several people edit: `version` grows at each save and betrays a stale form."""

    version = models.PositiveIntegerField(_("phiên bản"), default=0, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        self.version += 1
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "version"}
        super().save(*args, **kwargs)


class Stepwise(Versioned):
    """A record that goes from state to state by its own verbs, one person at a time."""

    class Meta:
        abstract = True

    def hold(self, *states: str) -> None:
        """Lock the row within the transaction, as it is now; refuse it in any other state."""
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update(of=("self",)))
        if self.state not in states:
            message = _("Bước này không thực hiện được: bản ghi đang ở tình trạng “%(state)s”.")
            raise ValidationError(message % {"state": self.get_state_display()}, code="state")


class Bilingual(models.Model):
    """A thing named in Vietnamese, and in English where someone has written it."""

    name_vi = models.CharField(_("tên tiếng Việt"), max_length=300)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_vi

    @property
    def name(self) -> str:
        """The name in the reader's language, Vietnamese where there is no English."""
        return in_language(self, "name")


class LoadedFixture(models.Model):
    """A fixture that this database has taken in: it is never loaded over people's edits again."""

    name = models.CharField(max_length=100, primary_key=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """The state of something that every process keeps in memory (portal/editions.py)."""

    name = models.CharField(max_length=50, primary_key=True)
    mark = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.name}: {self.mark}"
