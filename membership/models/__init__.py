"""Who keeps which profile, who asks to, and what a profile is to say."""

from membership.models.claims import Claim
from membership.models.invitations import Invitation
from membership.models.membership import Membership, Role
from membership.models.revision import Revision

__all__ = [
    "Claim",
    "Invitation",
    "Membership",
    "Revision",
    "Role",
]
