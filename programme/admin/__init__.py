"""The back office of the register: DOIT's staff keep it, an agency's officer reports status."""

from programme.admin import (
    agencies,
    assignments,
    consolidated,
    decisions,
    lateness,
    measures,
    reports,
    tasks,
    waiting,
)

__all__ = [
    "agencies",
    "assignments",
    "consolidated",
    "decisions",
    "lateness",
    "measures",
    "reports",
    "tasks",
    "waiting",
]
