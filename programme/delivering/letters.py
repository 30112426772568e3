"""The letter that tells an agency's officers what is missing of a product."""

from accounts.models import User
from programme.directing.letters import people_of, tell
from programme.models import Filing


def tell_returned(filing: Filing, by: User) -> None:
    """Write to the officers of the agency that leads the task, where it is known."""
    people = people_of(filing.agency) if filing.agency else []
    tell(filing, "programme/delivering/letters/returned.txt", people, by)
