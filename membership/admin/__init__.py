"""The back office of members: claims and revisions."""

from membership.admin.claims import ClaimAdmin
from membership.admin.revisions import RevisionAdmin

__all__ = ["ClaimAdmin", "RevisionAdmin"]
