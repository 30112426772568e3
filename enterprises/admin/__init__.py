"""The back office of the enterprise database."""

from enterprises.admin.enterprise import EnterpriseAdmin
from enterprises.admin.taxonomy import PlaceAdmin, TermAdmin

__all__ = ["EnterpriseAdmin", "PlaceAdmin", "TermAdmin"]
