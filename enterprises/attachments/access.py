"""Who may read which file of a profile.

Who the members are, and what a draft names, an app above knows and registers in its
AppConfig.ready: `access.register(is_member, drafted)`.
"""

from collections.abc import Callable

from django.http import HttpRequest

from accounts.models import User
from core import second_factor
from enterprises.models import Attachment, Enterprise

FOLDER = Attachment._meta.model_name
PERMISSION = "enterprises.view_attachment"

IsMember = Callable[[User, Enterprise], bool]
Drafted = Callable[[Enterprise, str], Attachment | None]
_registered: list[tuple[IsMember, Drafted]] = []


def register(is_member: IsMember, drafted: Drafted) -> None:
    """Add how an app knows the members of an enterprise, and finds the file of a draft."""
    _registered.append((is_member, drafted))


def public_file(enterprise: Enterprise, name: str) -> Attachment | None:
    """Return the profile's file by this name where everyone may have it."""
    return enterprise.attachments.filter(file=f"{FOLDER}/{name}").public().first()


def readable_file(request: HttpRequest, enterprise: Enterprise, name: str) -> Attachment | None:
    """Return the profile's file by this name, as far as this person may read it.

    Everyone reads the public files of a published profile; its members, and staff who may view
    files, also read the others and those that wait in a revision.
    """
    stored = f"{FOLDER}/{name}"
    own = enterprise.attachments.filter(file=stored)
    if not _reads_all(request, enterprise):
        return public_file(enterprise, name)
    return own.first() or _drafted(enterprise, stored)


def _reads_all(request: HttpRequest, enterprise: Enterprise) -> bool:
    user = request.user
    if not user.is_authenticated:
        return False
    if any(is_member(user, enterprise) for is_member, _drafted in _registered):
        return True
    return user.is_staff and not second_factor.is_missing(request) and user.has_perm(PERMISSION)


def _drafted(enterprise: Enterprise, stored: str) -> Attachment | None:
    found = (drafted(enterprise, stored) for _is_member, drafted in _registered)
    return next(filter(None, found), None)
