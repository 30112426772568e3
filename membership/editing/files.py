"""Files of profiles, as members and revisions know them."""

from accounts.models import User
from enterprises.models import Attachment, Enterprise
from membership.models import Membership


def is_member(user: User, enterprise: Enterprise) -> bool:
    """Whether this person is a member of the enterprise."""
    return Membership.objects.enterprises_of(user).filter(pk=enterprise.pk).exists()


def drafted(enterprise: Enterprise, stored: str) -> Attachment | None:
    """Return the file as a revision of the profile names it."""
    for revision in enterprise.revisions.all():
        for row in revision.content.get("files", []):
            if row["file"] == stored:
                values = {name: value for name, value in row.items() if name != "id"}
                return Attachment(enterprise=enterprise, **values)
    return None
