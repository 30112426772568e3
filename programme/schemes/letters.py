"""Letters on schemes to the agency's officers."""

from accounts.models import User
from programme.directing.letters import people_of, tell
from programme.models import Scheme


def tell_scheme(scheme: Scheme, by: User) -> None:
    """Write to the agency's officers what the Department has said or recorded."""
    tell(scheme, "programme/schemes/letters/scheme.txt", people_of(scheme.agency), by)
