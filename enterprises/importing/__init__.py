"""Import and export of enterprises as spreadsheets."""

from enterprises.importing.enterprise import EnterpriseResource

__all__ = ["EnterpriseResource"]
