"""Letters on inspections: to the inspected agency's officers, and to who recorded it."""

from accounts.models import User
from programme.directing.letters import people_of, tell
from programme.models import Inspection

FOLDER = "programme/supervising/letters"


def tell_inspected(inspection: Inspection, by: User) -> None:
    """Write to the agency's officers what was found, and what is to be put right until when."""
    tell(inspection, f"{FOLDER}/inspection.txt", people_of(inspection.agency), by)


def tell_remedied(inspection: Inspection, by: User) -> None:
    """Write to who recorded the inspection that the agency has answered."""
    person = inspection.recorded_by
    tell(inspection, f"{FOLDER}/remedied.txt", [person] if person and person.is_active else [], by)


def tell_closed(inspection: Inspection, by: User) -> None:
    """Write to the agency's officers that nothing is asked of it any more."""
    tell(inspection, f"{FOLDER}/closed.txt", people_of(inspection.agency), by)
