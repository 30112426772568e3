"""Who may read which file of a profile."""

from accounts.models import User
from enterprises.models import Attachment, Enterprise

FOLDER = Attachment._meta.model_name
PERMISSION = "enterprises.view_attachment"


def readable_file(user: User, enterprise: Enterprise, name: str) -> Attachment | None:
    """The profile's file by this name, as far as this person may read it.

    Everyone reads the public files of a published profile; its keepers, and staff who may view
    files, also read the others and those that wait in a revision.
    """
    stored = f"{FOLDER}/{name}"
    kept = enterprise.attachments.filter(file=stored)
    if not _reads_all(user, enterprise):
        return kept.public().first()
    return kept.first() or _drafted(enterprise, stored)


def _reads_all(user: User, enterprise: Enterprise) -> bool:
    if not user.is_authenticated:
        return False
    if Enterprise.objects.kept_by(user).filter(pk=enterprise.pk).exists():
        return True
    return user.is_staff and not user.lacks_second_factor and user.has_perm(PERMISSION)


def _drafted(enterprise: Enterprise, stored: str) -> Attachment | None:
    """The file as a revision of the profile names it."""
    for revision in enterprise.revisions.all():
        for row in revision.content.get("files", []):
            if row["file"] == stored:
                told = {name: value for name, value in row.items() if name != "id"}
                return Attachment(enterprise=enterprise, **told)
    return None
