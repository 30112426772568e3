"""Who keeps an enterprise's profile: its members."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from enterprises.models.enterprise import Enterprise


def locked(enterprise: Enterprise | int) -> Enterprise:
    """Lock the enterprise's row until the transaction ends: its members change one by one."""
    key = getattr(enterprise, "pk", enterprise)
    return Enterprise.objects.select_for_update(of=("self",)).get(pk=key)


class Role(models.TextChoices):
    """What a member may do: an owner also decides who the members are."""

    OWNER = "owner", gettext_lazy("Chủ quản hồ sơ")
    EDITOR = "editor", gettext_lazy("Người biên tập")


class MembershipQuerySet(models.QuerySet):
    """People who keep enterprises' profiles."""

    def owners(self) -> "MembershipQuerySet":
        """Those who decide who the members are; a closed account decides nothing."""
        return self.active().filter(role=Role.OWNER)

    def active(self) -> "MembershipQuerySet":
        """Those who can still log in: a closed account receives nothing."""
        return self.filter(user__is_active=True)

    def enterprises_of(self, user: models.Model) -> models.QuerySet[Enterprise]:
        """Return the enterprises of which this person is a member, as owner or as editor."""
        own = self.filter(user_id=user.pk).values("enterprise")
        return Enterprise.objects.filter(pk__in=own, merged_into=None)


class Membership(models.Model):
    """A person who keeps an enterprise's profile; an enterprise that has members has an owner."""

    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=gettext_lazy("doanh nghiệp"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("thành viên"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    role = models.CharField(gettext_lazy("vai trò"), max_length=10, choices=Role.choices)
    created_at = models.DateTimeField(gettext_lazy("từ lúc"), auto_now_add=True)

    history = HistoricalRecords()
    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("thành viên của doanh nghiệp")
        verbose_name_plural = gettext_lazy("thành viên của doanh nghiệp")
        ordering = ["-role", "created_at", "id"]  # owners first
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "user"],
                name="membership_once",
                violation_error_message=gettext_lazy("Người này đã là thành viên."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.enterprise}"

    @property
    def is_owner(self) -> bool:
        """Whether the member decides who the members are."""
        return self.role == Role.OWNER

    @transaction.atomic
    def set_role(self, role: str, by: models.Model) -> None:
        """Give the member another role."""
        self._still_there()
        if role != Role.OWNER:
            self._leaves_an_owner()
        self.role, self._history_user = Role(role), by
        self.save()

    @transaction.atomic
    def remove(self, by: models.Model) -> None:
        """End the membership."""
        self._still_there()
        self._leaves_an_owner()
        self._history_user = by
        self.delete()

    def leave(self) -> None:
        """End the membership by the member's own wish."""
        self.remove(by=self.user)

    def _still_there(self) -> None:
        locked(self.enterprise_id)
        row = Membership.objects.filter(pk=self.pk).first()
        if row is None:
            raise ValidationError(_("Người này không còn là thành viên."))
        self.role = row.role

    def _leaves_an_owner(self) -> None:
        others = Membership.objects.filter(enterprise=self.enterprise_id).exclude(pk=self.pk)
        if self.is_owner and not others.owners().exists():
            raise ValidationError(
                _("Doanh nghiệp phải còn ít nhất một chủ quản hồ sơ. Hãy giao vai trò này trước."),
                code="last_owner",
            )
