"""The back office of quarterly reports: agencies write them, the Department decides on them."""

from programme.admin.reports.queue import ReportAdmin

__all__ = ["ReportAdmin"]
