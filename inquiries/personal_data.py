"""Personal data in inquiries: exported on request, erased when the account is closed."""

from accounts.models import User
from inquiries.models import Inquiry


def export(user: User) -> dict:
    """Questions that the person has sent, and answers that the person has given."""
    sent = Inquiry.objects.of(user).select_related("enterprise")
    answered = user.closed_inquiries.exclude(answer="").select_related("enterprise")
    return {
        "sent": [_question(inquiry) for inquiry in sent],
        "answered": [
            {"enterprise": str(i.enterprise), "answered": i.closed_at, "answer": i.answer}
            for i in answered
        ],
    }


def erase(user: User) -> None:
    """Take the person's own questions out, with their answers; they stay counted."""
    Inquiry.objects.of(user).erase()


def _question(inquiry: Inquiry) -> dict:
    return {
        "enterprise": str(inquiry.enterprise),
        "name": inquiry.name,
        "organisation": inquiry.organisation,
        "email": inquiry.email,
        "text": inquiry.text,
        "sent": inquiry.created_at,
        "state": inquiry.state,
        "answer": inquiry.answer,
    }
