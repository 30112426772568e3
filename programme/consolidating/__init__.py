"""Consolidated reports: collecting what is known, and writing it in official form."""
