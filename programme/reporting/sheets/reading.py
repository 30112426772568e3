"""Reading the file, as the back office's page names it."""

from core.spreadsheets.form_sheets import SheetResult as ReportSheetOutcome
from programme.reporting.quarter_sheet import QuarterSheet

__all__ = ["ReportSheetOutcome", "filled_rows", "run"]

filled_rows, run = QuarterSheet.read, QuarterSheet.process
