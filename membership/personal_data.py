"""Personal data of members: exported on request, erased when the account is closed."""

from django.db import transaction

from accounts.models import User
from core.letters import forget_name
from membership.erasure import NAMED_BY, delete_own_drafts, erase_contacts, own_contacts
from membership.models import Claim, Invitation, UnsavedText


def export(user: User) -> dict:
    """Memberships, claims, invitations and the shortlist, as JSON can hold them."""
    return {
        "memberships": [
            {"enterprise": str(m.enterprise), "role": m.role, "since": m.created_at.isoformat()}
            for m in user.memberships.select_related("enterprise")
        ],
        "claims": [_claim(claim) for claim in user.claims.select_related("enterprise")],
        "invitations": [
            {"enterprise": str(i.enterprise), "role": i.role, "sent": i.created_at.isoformat()}
            for i in Invitation.objects.to(user).select_related("enterprise")
        ],
        "contacts": [
            {"enterprise": str(row.enterprise), **{name: getattr(row, name) for name in NAMED_BY}}
            for row in own_contacts(user)
        ],
        "shortlist": [str(e.enterprise) for e in user.shortlist.select_related("enterprise")],
    }


@transaction.atomic
def erase(user: User) -> None:
    """End what the person has here and take out what names them; the enterprise's record stays.

    The evidence goes too: a registration certificate names its legal representative.
    """
    for claim in user.claims.waiting():
        claim.withdraw()
    erase_contacts(user)
    delete_own_drafts(user)
    user.memberships.all().delete()
    user.shortlist.all().delete()
    UnsavedText.objects.filter(user=user).delete()
    for claim in user.claims.all():
        claim.evidence.delete(save=False)
    _blank(Claim, user.claims.all(), evidence="", evidence_name="", statement="")
    _blank(Claim, user.claims.exclude(reason=""), reason="–")
    sent = Invitation.objects.filter(invited_by=user, accepted_by=None)
    received = Invitation.objects.filter(accepted_by=user) | Invitation.objects.to(user)
    for invitation in sent.unanswered() | received.unanswered():
        invitation.withdraw(user)
    # Of two that were withdrawn both may carry it: an open one alone is unique by its address.
    _blank(Invitation, sent | received, email=f"da-dong-{user.pk}@tai-khoan.invalid")
    forget_name(user.full_name)


def _blank(model, rows, **values) -> None:
    """Write over these columns, in the history too."""
    keys = list(rows.values_list("pk", flat=True))
    model.objects.filter(pk__in=keys).update(**values)
    model.history.filter(id__in=keys).update(**values)


def _claim(claim: Claim) -> dict:
    return {
        "enterprise": claim.shown_name,
        "tax_code": claim.tax_code,
        "statement": claim.statement,
        "file": claim.evidence_name,
        "state": claim.state,
        "reason": claim.reason,
        "sent": claim.created_at.isoformat(),
    }
