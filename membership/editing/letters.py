"""Letters to the members of an enterprise about their revision."""

from django.http import HttpRequest

from accounts.models import User
from core.letters import Kind, letter, portal_url, url_in_letter
from core.letters.suppression import digest_of, is_stopped
from membership.editing.parts import PARTS
from membership.models import Membership, Revision


def tell_outcome(revision: Revision, request: HttpRequest) -> None:
    """Write to everyone who keeps the profile what the Department has decided."""
    approved = revision.state == Revision.State.APPROVED
    name = "revision_approved" if approved else "revision_returned"
    language = revision.language
    page = url_in_letter(request, "editing:profile", revision.enterprise_id, language=language)
    remarks = [(PARTS[part].label, text) for part, text in revision.remarks.items()]
    for member in Membership.objects.filter(enterprise=revision.enterprise).select_related("user"):
        context = {"revision": revision, "user": member.user, "remarks": remarks, "page": page}
        template, to = f"membership/letters/{name}.txt", member.user.email
        letter(template, to, language, context, kind=Kind.PROFILE)


def tell_proposed(revision: Revision, by: User | None) -> None:
    """Write to everyone who keeps the profile what an import proposes to change in it.

    Nobody has asked for this letter: who wants nothing unasked gets none.
    """
    members = Membership.objects.filter(enterprise=revision.enterprise, user__is_active=True)
    for member in members.exclude(user=by).select_related("user"):
        user = member.user
        if is_stopped(digest_of(user.email)):
            continue
        page = portal_url("editing:profile", revision.enterprise_id, language=user.language)
        parts = [PARTS[part].label for part in revision.content]
        context = {"revision": revision, "user": user, "parts": parts, "page": page}
        template = "membership/letters/revision_proposed.txt"
        letter(template, user.email, user.language, context, kind=Kind.PROFILE)
