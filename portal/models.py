"""People of the back office, and the ground on which the rooms' models stand."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.languages import in_language


class User(AbstractUser):
    """A person with an account; a Vietnamese name is one field, family name first."""

    first_name = None
    last_name = None
    full_name = models.CharField(_("họ và tên"), max_length=150, blank=True)
    email = models.EmailField(_("thư điện tử"), unique=True)

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name


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
