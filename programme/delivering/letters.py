"""The letter that tells an agency's officers what is missing of a product."""

from core.letters import Kind, letter, portal_url
from programme.models import Filing
from programme.reporting.review import officers_of


def tell_returned(filing: Filing) -> None:
    """Write to the officers of the agency that leads the task, where it is known."""
    for officer in officers_of(filing.agency) if filing.agency else []:
        person = officer.user
        page = portal_url("admin:programme_filing_change", filing.pk, language=person.language)
        context = {"user": person, "filing": filing, "page": page}
        template = "programme/delivering/letters/returned.txt"
        letter(template, person.email, person.language, context, kind=Kind.REPORT)
