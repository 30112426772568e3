"""Drills: accidents that are made to happen to a running portal; figures of what was lost."""
