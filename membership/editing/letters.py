"""Letters to the members of an enterprise about their revision."""

from django.http import HttpRequest

from core.letters import Kind, letter, url_in_letter
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
