"""Letters on directions and concerns: to the agency's officers, and to who gave the direction."""

from collections.abc import Iterable

from django.db.models import Model

from accounts.models import User
from core.letters import Kind, letter, portal_url
from programme.models import Agency, Concern, Direction
from programme.reporting.review import officers_of

FOLDER = "programme/directing/letters"


def tell_direction(direction: Direction, by: User) -> None:
    """Write to the agency's officers what is directed, or what is still missing, and until when."""
    tell(direction, f"{FOLDER}/direction.txt", people_of(direction.agency), by)


def tell_result(direction: Direction, by: User) -> None:
    """Write to who gave the direction that the agency has said what was done."""
    giver = direction.given_by
    tell(direction, f"{FOLDER}/result.txt", [giver] if giver and giver.is_active else [], by)


def tell_conclusion(direction: Direction, by: User) -> None:
    """Write to the agency's officers that the direction is closed."""
    tell(direction, f"{FOLDER}/conclusion.txt", people_of(direction.agency), by)


def tell_concern(concern: Concern, by: User) -> None:
    """Write to the agency's officers what became of what they reported."""
    tell(concern, f"{FOLDER}/concern.txt", people_of(concern.agency), by)


def people_of(agency: Agency) -> list[User]:
    """Return the people with accounts who write in the agency's name."""
    return [officer.user for officer in officers_of(agency)]


def tell(record: Model, template: str, people: Iterable[User], by: User) -> None:
    """Write about a record to each of these people but `by`, whose step it was."""
    name = f"admin:programme_{record._meta.model_name}_change"
    for person in [each for each in people if each != by]:
        page = portal_url(name, record.pk, language=person.language)
        context = {"user": person, "record": record, "page": page}
        letter(template, person.email, person.language, context, kind=Kind.REPORT)
