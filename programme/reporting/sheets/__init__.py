"""The names by which the back office's page knows the spreadsheet of a quarter's reports."""
