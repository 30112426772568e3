"""Who keeps which profile, who asks to, and what a profile is to say."""

from membership.models.claims import Claim
from membership.models.invitations import Invitation
from membership.models.membership import Membership, Role
from membership.models.revision import Revision
from membership.models.unsaved import UnsavedText
from membership.models.warnings import IdleDraftWarning

__all__ = [
    "Claim",
    "IdleDraftWarning",
    "Invitation",
    "Membership",
    "Revision",
    "Role",
    "UnsavedText",
]
