"""Schemes that agencies work out for tasks, the Department's opinions on them, the decision."""
