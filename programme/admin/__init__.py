"""The back office of the register: DOIT's staff keep it, an agency's officer reports status."""

from programme.admin import agencies, decisions, measures, tasks, waiting

__all__ = ["agencies", "decisions", "measures", "tasks", "waiting"]
