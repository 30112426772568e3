"""The back office of the register: DOIT's staff keep it, an agency's officer reports status."""

from programme.admin import agencies, consolidated, decisions, tasks, waiting

__all__ = ["agencies", "consolidated", "decisions", "tasks", "waiting"]
