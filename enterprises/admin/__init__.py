"""The back office of the enterprise database."""

from enterprises.admin.enterprise import EnterpriseAdmin
from enterprises.duplicates.admin import DuplicatePairAdmin, MergeAdmin

__all__ = ["DuplicatePairAdmin", "EnterpriseAdmin", "MergeAdmin"]
