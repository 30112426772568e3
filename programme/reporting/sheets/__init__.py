"""A quarter's reports of one agency as a spreadsheet, to fill in offline and to hand in whole."""
