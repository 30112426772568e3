"""Letters on directions and concerns: to the agency's officers, and to who gave the direction."""

from collections.abc import Iterable

from accounts.models import User
from core.letters import Kind, letter, portal_url
from programme.models import Concern, Direction
from programme.reporting.review import officers_of

FOLDER = "programme/directing/letters"


def tell_direction(direction: Direction) -> None:
    """Write to the agency's officers what is directed, or what is still missing, and until when."""
    _tell(direction, "direction", [officer.user for officer in officers_of(direction.agency)])


def tell_result(direction: Direction) -> None:
    """Write to who gave the direction that the agency has said what was done."""
    giver = direction.given_by
    _tell(direction, "result", [giver] if giver and giver.is_active else [])


def tell_conclusion(direction: Direction) -> None:
    """Write to the agency's officers that the direction is closed."""
    _tell(direction, "conclusion", [officer.user for officer in officers_of(direction.agency)])


def tell_concern(concern: Concern) -> None:
    """Write to the agency's officers what became of what they reported."""
    _tell(concern, "concern", [officer.user for officer in officers_of(concern.agency)])


def _tell(record: Direction | Concern, about: str, people: Iterable[User]) -> None:
    name = f"admin:programme_{record._meta.model_name}_change"
    for person in people:
        page = portal_url(name, record.pk, language=person.language)
        context = {"user": person, "record": record, "page": page}
        template = f"{FOLDER}/{about}.txt"
        letter(template, person.email, person.language, context, kind=Kind.REPORT)
