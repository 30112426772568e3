"""Quarterly reporting: who owes which report when, and how far that is kept."""
