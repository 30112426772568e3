"""Invitations to keep an enterprise's profile together."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from core.fields import person_field
from core.letters.tokens import digest_of, new_token
from enterprises.models.enterprise import Enterprise
from membership.models.membership import Membership, Role, locked

MAX_OPEN = 20  # invitations of one enterprise: the portal is no mailer of mass letters


VALID = timedelta(days=14)  # in which an invitation may be accepted


class InvitationQuerySet(models.QuerySet):
    """Invitations to become a member."""

    def unanswered(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn, whatever their age."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self) -> "InvitationQuerySet":
        """Those that can still be accepted."""
        return self.unanswered().filter(created_at__gt=now() - VALID)

    def to(self, user: models.Model) -> "InvitationQuerySet":
        """Those sent to a person's address."""
        return self.filter(email=user.email.lower()) if user.email else self.none()


class Invitation(models.Model):
    """An owner's invitation by e-mail; of the token in the letter only a digest is kept."""

    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=gettext_lazy("doanh nghiệp"),
        on_delete=models.CASCADE,
        related_name="invitations",
    )
    email = models.EmailField(gettext_lazy("thư điện tử"))  # in lower case
    role = models.CharField(gettext_lazy("vai trò"), max_length=10, choices=Role.choices)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = person_field(gettext_lazy("người mời"))
    created_at = models.DateTimeField(gettext_lazy("mời lúc"), auto_now_add=True)
    accepted_at = models.DateTimeField(gettext_lazy("nhận lời lúc"), null=True, blank=True)
    accepted_by = person_field(gettext_lazy("người nhận lời"))
    withdrawn_at = models.DateTimeField(gettext_lazy("rút lại lúc"), null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["digest"])
    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("lời mời làm thành viên")
        verbose_name_plural = gettext_lazy("lời mời làm thành viên")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_open_once",
                violation_error_message=gettext_lazy("Địa chỉ này đã được mời."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} – {self.enterprise}"

    @classmethod
    @transaction.atomic
    def send(cls, enterprise: Enterprise, email: str, role: str, by: models.Model):
        """Return a new invitation and its token; withdraw earlier ones to the same address."""
        locked(enterprise)
        email = email.strip().lower()
        for earlier in cls.objects.filter(enterprise=enterprise, email=email).unanswered():
            earlier.withdraw(by)
        if cls.objects.open().filter(enterprise=enterprise).count() >= MAX_OPEN:
            raise ValidationError(
                _("Đã có %(count)d lời mời chưa được trả lời. Hãy rút bớt trước khi mời thêm.")
                % {"count": MAX_OPEN}
            )
        token = new_token()
        invitation = cls(enterprise=enterprise, email=email, role=Role(role), invited_by=by)
        invitation.digest = digest_of(token)
        invitation._history_user = by
        invitation.save()
        return invitation, token

    @property
    def ends_at(self):
        """The moment from which it is no longer valid."""
        return self.created_at + VALID

    @property
    def closed_because(self) -> str:
        """Why it can no longer be accepted, for people; empty while it can."""
        if self.accepted_at:
            return _("Lời mời này đã được dùng.")
        if self.withdrawn_at:
            return _("Lời mời này đã được rút lại.")
        if self.ends_at <= now():
            return _("Lời mời này đã hết hạn (14 ngày). Hãy đề nghị chủ quản hồ sơ mời lại.")
        return ""

    def is_for(self, user: models.Model) -> bool:
        """Whether it was sent to this person's address."""
        return bool(user.email) and user.email.lower() == self.email

    @transaction.atomic
    def accept(self, user: models.Model) -> Membership:
        """Make the person to whom it was sent a member; an owner who was one stays owner."""
        self._hold()
        if not self.is_for(user):
            raise PermissionDenied
        if why := self.closed_because:
            raise ValidationError(why, code="closed")
        member = Membership.objects.filter(enterprise=self.enterprise_id, user=user).first()
        member = member or Membership(enterprise=self.enterprise, user=user, role=self.role)
        member.role = Role.OWNER if Role.OWNER in (member.role, self.role) else Role.EDITOR
        member._history_user = self._history_user = user
        member.save()
        self.accepted_at, self.accepted_by = now(), user
        self.save()
        return member

    @transaction.atomic
    def withdraw(self, by: models.Model) -> None:
        """Make the letter's link worthless; nothing happens where it already is."""
        self._hold()
        if self.accepted_at or self.withdrawn_at:
            return
        self.withdrawn_at, self._history_user = now(), by
        self.save()

    def _hold(self) -> None:
        locked(self.enterprise_id)
        self.refresh_from_db(fields=["accepted_at", "withdrawn_at"])
