"""What the programme stores of a person: exported on request, erased when the account is closed."""

from django.db.models import QuerySet

from accounts.models import User
from programme.models import Officer, Subscription


def export(user: User) -> dict:
    """Return the agency for which the person reports, and what their address follows."""
    officer = Officer.objects.filter(user=user).select_related("agency").first()
    return {
        "officer_of": str(officer.agency) if officer else None,
        "subscriptions": [
            {
                "programme": row.programme.number,
                "task": row.task_number or None,
                "asked": row.asked_at.isoformat(),
                "confirmed": row.confirmed_at.isoformat() if row.confirmed_at else None,
            }
            for row in _of(user).select_related("programme")
        ],
    }


def erase(user: User) -> None:
    """End what the address follows; an officer's account is closed by an administrator."""
    _of(user).delete()


def _of(user: User) -> QuerySet[Subscription]:
    return Subscription.objects.filter(email=user.email.lower())
