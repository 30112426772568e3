"""Rows of spreadsheets become records: checked, confirmed by a person, written all or none."""
