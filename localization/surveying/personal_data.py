"""What the survey keeps of a person: which answers they have sent.

When the account is closed the answers stay their enterprise's, sent by a closed account.
"""

from accounts.models import User
from localization.models import Answer


def export(user: User) -> list[dict]:
    """The answers that the person has sent."""
    sent = Answer.objects.filter(submitted_by=user).select_related("unit__wave", "unit__enterprise")
    return [
        {
            "enterprise": str(answer.unit.enterprise),
            "survey": answer.unit.wave.year,
            "sent": answer.submitted_at,
        }
        for answer in sent.order_by("submitted_at")
    ]
