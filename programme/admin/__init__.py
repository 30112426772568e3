"""The back office of the register: DOIT's staff keep it, an agency's officer reports status."""

from programme.admin import agencies, city_plan, decisions, plans, steering, tasks, waiting

__all__ = ["agencies", "city_plan", "decisions", "plans", "steering", "tasks", "waiting"]
