"""Letters to claimants and to people who are invited."""

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.letters import Kind, letter, url_in_letter
from core.letters.links import without_links
from enterprises.models import Enterprise
from membership.models import Claim, Invitation


def tell_claimant(claim: Claim, event: str, request: HttpRequest) -> None:
    """Say what has happened to a claim: received, approve, refuse or revoke."""
    if claim.user is None or not claim.user.is_active:
        return  # a closed account has no address
    url = url_in_letter(request, "membership:enterprise-list", language=claim.language)
    context = {"claim": claim, "name": claim.shown_name, "url": url}
    template = f"membership/letters/claim_{event}.txt"
    letter(template, claim.user.email, claim.language, context, kind=Kind.PROFILE)


def send_invitation(invitation: Invitation, token: str, request: HttpRequest) -> None:
    """Send the letter with the link, in the language in which the owner writes.

    Anybody's address may have been typed, so it says nothing that the owner typed: the enterprise
    has the name that the Department has published; who invites stands on the page behind the link.
    """
    language = get_language() or "vi"
    url = url_in_letter(request, "membership:invitation", token, language=language)
    name, _links = without_links(public_name(invitation.enterprise))
    context = {"invitation": invitation, "name": name, "url": url}
    template = "membership/letters/invitation.txt"
    letter(template, invitation.email, language, context, kind=Kind.INVITATION)


def public_name(enterprise: Enterprise) -> str:
    """Return the name that everyone may read; what is not published by its tax code alone."""
    if enterprise.state == Enterprise.State.PUBLISHED:
        return enterprise.legal_name
    return _("Doanh nghiệp có mã số thuế %(code)s") % {"code": enterprise.tax_code_display}
