"""Letters on schemes to the agency's officers."""

from core.letters import Kind, letter, portal_url
from programme.models import Scheme
from programme.reporting.review import officers_of


def tell_scheme(scheme: Scheme) -> None:
    """Write to the agency's officers what the Department has said or recorded."""
    for officer in officers_of(scheme.agency):
        person = officer.user
        page = portal_url("admin:programme_scheme_change", scheme.pk, language=person.language)
        context = {"user": person, "scheme": scheme, "opinion": scheme.last_opinion, "page": page}
        template = "programme/schemes/letters/scheme.txt"
        letter(template, person.email, person.language, context, kind=Kind.REPORT)
