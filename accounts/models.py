"""People with accounts, and what they have agreed to."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.languages import is_english


class User(AbstractUser):
    """A person with an account; a Vietnamese name is one field, family name first."""

    class WorkLetters(models.TextChoices):
        AT_ONCE = "at_once", _("Ngay khi có việc mới, kết quả mới (chậm nhất 15 phút)")
        DAILY = "daily", _("Mỗi ngày một thư, khi có việc mới, kết quả mới")
        NONE = "none", _("Không gửi thư")

    first_name = None
    last_name = None
    full_name = models.CharField(_("họ và tên"), max_length=150, blank=True)
    email = models.EmailField(_("thư điện tử"), unique=True)
    is_demo = models.BooleanField(_("tài khoản minh họa"), default=False, editable=False)
    closed_at = models.DateTimeField(_("đóng lúc"), null=True, editable=False)
    work_letters = models.CharField(
        _("thư báo việc mới và kết quả"),
        max_length=10,
        choices=WorkLetters.choices,
        default=WorkLetters.DAILY,
        db_default=WorkLetters.DAILY,
    )
    # By the address of a list: how many waited, and since when, at the last look.
    work_seen = models.JSONField(_("việc chờ đã biết"), default=dict, db_default={}, editable=False)

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

    @classmethod
    def officials(cls) -> models.QuerySet["User"]:
        """Those who work in the back office and get its letters: no demo accounts."""
        return cls.objects.filter(is_staff=True, is_active=True, closed_at=None, is_demo=False)

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
    def needs_second_factor(self) -> bool:
        """Whether the back office asks this person for a second factor (core/second_factor.py).

        Demo accounts, whose password is in the README, are let in wherever demo data may be.
        """
        return settings.MFA_REQUIRED_FOR_STAFF and not (self.is_demo and not settings.PRODUCTION)

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
                name="accounts_consent_once_for_each_version",
                violation_error_message=_("Người dùng đã đồng ý với phiên bản này."),
            )
        ]

    def __str__(self) -> str:
        return gettext("phiên bản %(version)s") % {"version": self.version}

    @classmethod
    def wording(cls, version: str = CURRENT) -> str:
        """Return the template of a version's wording, in the reader's language."""
        return f"account/consent/{version}.{'en' if is_english() else 'vi'}.html"


class DecisionNotice(models.Model):
    """That an official is still to hear what was decided on a record; gone with the letter."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người nhận"),
        on_delete=models.CASCADE,
        related_name="decision_notices",
    )
    model = models.CharField(_("loại bản ghi"), max_length=100)  # its label: programme.Report
    record_id = models.PositiveBigIntegerField(_("mã bản ghi"))
    noted_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("kết quả chờ báo")
        verbose_name_plural = _("kết quả chờ báo")
        ordering = ["pk"]
        default_permissions: tuple[str, ...] = ()  # no page shows them
        constraints = [
            models.UniqueConstraint(
                fields=["user", "model", "record_id"],
                name="accounts_decision_told_once_of_a_record",
                violation_error_message=_("Kết quả này đã chờ báo cho người dùng."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.record_id}"


class RolePurpose(models.Model):
    """What a role is there to do, in a sentence for whoever gives it to a person."""

    role = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="purpose")
    text = models.CharField(_("nhiệm vụ của vai trò"), max_length=300)

    class Meta:
        verbose_name = _("nhiệm vụ của vai trò")
        verbose_name_plural = _("nhiệm vụ của vai trò")
        default_permissions: tuple[str, ...] = ()  # written on the page of the role

    def __str__(self) -> str:
        return self.text
