"""Letters that carry a question and its answer; none shows the address of a member."""

from django.db import transaction
from django.http import HttpRequest
from django.utils.timezone import localdate, now
from django.utils.translation import override

from core.letters import Kind, letter, portal_url, url_in_letter
from core.letters.links import without_links
from enterprises.models import Enterprise
from inquiries.models import Inquiry

FOR_MEMBERS = "vi"  # an enterprise here is written to in Vietnamese; the question stays as it is


def tell_members(inquiry: Inquiry, request: HttpRequest) -> None:
    """Hand the question to everyone who keeps the profile and can log in."""
    args = [inquiry.enterprise_id, inquiry.pk]
    page = url_in_letter(request, "inquiries:inquiry-detail", *args, language=FOR_MEMBERS)
    for member in inquiry.enterprise.memberships.active().select_related("user"):
        context = {"inquiry": inquiry, "user": member.user, "page": page}
        to = member.user.email
        template = "inquiries/letters/inquiry_received.txt"
        letter(template, to, FOR_MEMBERS, context, kind=Kind.QUESTION)


def tell_sender(inquiry: Inquiry, event: str, request: HttpRequest) -> None:
    """Say that the question was handed on (`sent`), or how it was answered (`answered`).

    Anybody's address may stand in the form, and the portal is not to carry a stranger's text there.
    So the first holds nothing that was typed, and where the asker has not confirmed the address the
    second holds the enterprise's own words alone, without links.
    """
    language = inquiry.language
    name, slug = "enterprises:enterprise-detail", inquiry.enterprise.slug
    page = url_in_letter(request, name, slug, language=language)
    answer = inquiry.answer
    if not inquiry.is_from_account:
        with override(language):
            answer, _links = without_links(answer)
    context = {"inquiry": inquiry, "page": page, "answer": answer}
    template = f"inquiries/letters/inquiry_{event}.txt"
    kind = Kind.QUESTION if inquiry.is_from_account else Kind.INQUIRY
    letter(template, inquiry.email, language, context, kind=kind)


def tell_collected() -> int:
    """Write one letter to each member about yesterday's questions of which none was sent; how many.

    An enterprise that is asked very much gets them so: its mailbox is not to be filled by others.
    """
    untold = Inquiry.objects.untold(localdate()).order_by()
    keys = list(untold.values_list("enterprise", flat=True).distinct())
    return sum(_tell_collected(key) for key in keys)


@transaction.atomic
def _tell_collected(key: int) -> int:
    enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=key)
    count = enterprise.inquiries.untold(localdate()).update(told_at=now())
    members = list(enterprise.memberships.active().select_related("user")) if count else []
    page = portal_url("inquiries:inquiry-list", key, language=FOR_MEMBERS)
    for member in members:
        context = {"enterprise": enterprise, "user": member.user, "count": count, "page": page}
        template = "inquiries/letters/inquiries_collected.txt"
        letter(template, member.user.email, FOR_MEMBERS, context, kind=Kind.QUESTION)
    return len(members)
