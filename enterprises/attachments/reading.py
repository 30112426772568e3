"""Who may read which file of a profile.

Who keeps a profile, and what its draft names, a room above knows and registers in its
AppConfig.ready: `reading.register(keeps, drafted)`.
"""

from collections.abc import Callable

from accounts.models import User
from enterprises.models import Attachment, Enterprise

FOLDER = Attachment._meta.model_name
PERMISSION = "enterprises.view_attachment"

Keeps = Callable[[User, Enterprise], bool]
Drafted = Callable[[Enterprise, str], Attachment | None]
_registered: list[tuple[Keeps, Drafted]] = []


def register(keeps: Keeps, drafted: Drafted) -> None:
    """Add how a room knows who keeps a profile, and finds the file that a draft names."""
    _registered.append((keeps, drafted))


def readable_file(user: User, enterprise: Enterprise, name: str) -> Attachment | None:
    """Return the profile's file by this name, as far as this person may read it.

    Everyone reads the public files of a published profile; its members, and staff who may view
    files, also read the others and those that wait in a revision.
    """
    stored = f"{FOLDER}/{name}"
    own = enterprise.attachments.filter(file=stored)
    if not _reads_all(user, enterprise):
        return own.public().first()
    return own.first() or _drafted(enterprise, stored)


def _reads_all(user: User, enterprise: Enterprise) -> bool:
    if not user.is_authenticated:
        return False
    if any(keeps(user, enterprise) for keeps, _drafted in _registered):
        return True
    return user.is_staff and not user.lacks_second_factor and user.has_perm(PERMISSION)


def _drafted(enterprise: Enterprise, stored: str) -> Attachment | None:
    found = (drafted(enterprise, stored) for _keeps, drafted in _registered)
    return next(filter(None, found), None)
