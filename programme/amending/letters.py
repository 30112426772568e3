"""Letters on proposals to amend: to agencies whose opinion is asked, and on what was decided."""

from collections.abc import Iterable

from accounts.models import User
from programme.directing.letters import people_of, tell
from programme.models import Agency, AmendmentProposal

FOLDER = "programme/amending/letters"


def tell_asked(proposal: AmendmentProposal, agencies: Iterable[Agency], by: User) -> None:
    """Write to the officers of agencies whose opinion is asked; each person gets one letter."""
    people = {person.pk: person for agency in agencies for person in people_of(agency)}
    tell(proposal, f"{FOLDER}/opinion_asked.txt", people.values(), by)


def tell_outcome(proposal: AmendmentProposal, by: User) -> None:
    """Write to the proposing agency's officers, and to those who were asked, what became of it."""
    opinions = proposal.opinions.select_related("agency")
    agencies = [proposal.agency, *(opinion.agency for opinion in opinions)]
    people = {person.pk: person for agency in agencies for person in people_of(agency)}
    tell(proposal, f"{FOLDER}/outcome.txt", people.values(), by)
