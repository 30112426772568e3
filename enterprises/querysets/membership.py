"""Members, claims and invitations."""

from datetime import timedelta

from django.db import models
from django.utils.timezone import now

VALID = timedelta(days=14)  # in which an invitation may be accepted


class MembershipQuerySet(models.QuerySet):
    """People who keep enterprises' profiles."""

    def owners(self) -> "MembershipQuerySet":
        """Those who decide who the members are; a closed account decides nothing."""
        return self.active().filter(role="owner")

    def active(self) -> "MembershipQuerySet":
        """Those who can still log in: a closed account receives nothing."""
        return self.filter(user__is_active=True)

    def with_waiting_inquiries(self) -> "MembershipQuerySet":
        """Each with the number of questions to its enterprise that wait for an answer."""
        waiting = models.Q(enterprise__inquiries__state="waiting")
        number = models.Count("enterprise__inquiries", filter=waiting)
        return self.annotate(waiting_inquiries=number)


class ClaimQuerySet(models.QuerySet):
    """Requests to keep a record."""

    def waiting(self) -> "ClaimQuerySet":
        """Those that nobody has decided."""
        return self.filter(state="waiting")

    def by_others(self, user: models.Model) -> "ClaimQuerySet":
        """Those of everyone but this person, closed accounts included."""
        return self.filter(~models.Q(user=user) | models.Q(user=None))


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
