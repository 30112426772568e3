"""Import and export of enterprises as spreadsheets."""

from enterprises.resources.enterprise import EnterpriseResource

__all__ = ["EnterpriseResource"]
