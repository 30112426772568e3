"""Letters that carry a question and its answer; none shows the address of a member."""

from django.http import HttpRequest

from core.letters import letter, url_in_letter
from inquiries.models import Inquiry

FOR_MEMBERS = "vi"  # an enterprise here is written to in Vietnamese; the question stays as it is


def tell_members(inquiry: Inquiry, request: HttpRequest) -> None:
    """Hand the question to everyone who keeps the profile and can log in."""
    args = [inquiry.enterprise_id, inquiry.pk]
    page = url_in_letter(request, "inquiries:inquiry-detail", *args, language=FOR_MEMBERS)
    for member in inquiry.enterprise.memberships.active().select_related("user"):
        context = {"inquiry": inquiry, "user": member.user, "page": page}
        to = member.user.email
        letter("inquiries/letters/inquiry_received.txt", to, FOR_MEMBERS, context)


def tell_sender(inquiry: Inquiry, event: str, request: HttpRequest) -> None:
    """Say that the question was handed on (`sent`), or how it was answered (`answered`).

    The first holds nothing that was typed: anybody's address may stand in the form, and the portal
    is not to carry a stranger's text there.
    """
    language = inquiry.language
    name, slug = "enterprises:enterprise-detail", inquiry.enterprise.slug
    page = url_in_letter(request, name, slug, language=language)
    context = {"inquiry": inquiry, "page": page}
    letter(f"inquiries/letters/inquiry_{event}.txt", inquiry.email, language, context)
