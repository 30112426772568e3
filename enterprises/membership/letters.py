"""Letters to claimants and to people who are invited."""

from django.http import HttpRequest
from django.utils.translation import get_language

from core.letters import address_in_letter, address_of, letter
from enterprises.models import Certificate, Claim, Invitation, Membership


def tell_claimant(claim: Claim, event: str, request: HttpRequest) -> None:
    """Say what has happened to a claim: received, approve, refuse or revoke."""
    if claim.user is None or not claim.user.is_active:
        return  # a closed account has no address
    address = address_in_letter(request, "membership:enterprise-list", language=claim.language)
    context = {"claim": claim, "name": claim.shown_name, "address": address}
    template = f"enterprises/letters/claim_{event}.txt"
    letter(template, claim.user.email, claim.language, context)


def send_invitation(invitation: Invitation, token: str, request: HttpRequest) -> None:
    """The letter with the link, in the language in which the owner writes."""
    language = get_language() or "vi"
    address = address_in_letter(request, "membership:invitation", token, language=language)
    context = {"invitation": invitation, "address": address}
    letter("enterprises/letters/invitation.txt", invitation.email, language, context)


def remind_of_certificates(owner: Membership, certificates: list[Certificate]) -> None:
    """Tell an owner which certificates end soon, in the language in which they signed up."""
    language, enterprise = owner.user.language, owner.enterprise
    context = {
        "user": owner.user,
        "enterprise": enterprise,
        "certificates": certificates,
        "page": address_of("editing:part", enterprise.pk, "certificates", language=language),
    }
    letter("enterprises/letters/certificates_end.txt", owner.user.email, language, context)
