"""The spreadsheet, as the back office's page names it."""

from programme.reporting.quarter_sheet import QuarterSheet

__all__ = ["QuarterSheet"]
