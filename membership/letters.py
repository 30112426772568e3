"""Letters to claimants and to people who are invited."""

from django.http import HttpRequest
from django.utils.translation import get_language

from core.letters import letter, url_in_letter
from membership.models import Claim, Invitation


def tell_claimant(claim: Claim, event: str, request: HttpRequest) -> None:
    """Say what has happened to a claim: received, approve, refuse or revoke."""
    if claim.user is None or not claim.user.is_active:
        return  # a closed account has no address
    url = url_in_letter(request, "membership:enterprise-list", language=claim.language)
    context = {"claim": claim, "name": claim.shown_name, "url": url}
    template = f"membership/letters/claim_{event}.txt"
    letter(template, claim.user.email, claim.language, context)


def send_invitation(invitation: Invitation, token: str, request: HttpRequest) -> None:
    """Send the letter with the link, in the language in which the owner writes."""
    language = get_language() or "vi"
    url = url_in_letter(request, "membership:invitation", token, language=language)
    context = {"invitation": invitation, "url": url}
    letter("membership/letters/invitation.txt", invitation.email, language, context)
