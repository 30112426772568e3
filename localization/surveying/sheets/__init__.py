"""A wave's answers of one industry as a spreadsheet, for staff who enter them from paper."""
