"""The back office of the enterprise database."""

from enterprises.admin.enterprise import EnterpriseAdmin
from enterprises.admin.taxonomy import TermAdmin

__all__ = ["EnterpriseAdmin", "TermAdmin"]
