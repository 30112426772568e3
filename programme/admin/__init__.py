"""The back office of the register: DOIT's staff keep it, an agency's officer reports status."""

from programme.admin import (
    agencies,
    assignments,
    city_plan,
    consolidated,
    costs,
    decisions,
    directing,
    lateness,
    measures,
    plans,
    reports,
    steering,
    submissions,
    subscriptions,
    tasks,
    waiting,
)

__all__ = [
    "agencies",
    "assignments",
    "city_plan",
    "consolidated",
    "costs",
    "decisions",
    "directing",
    "lateness",
    "measures",
    "plans",
    "reports",
    "steering",
    "submissions",
    "subscriptions",
    "tasks",
    "waiting",
]
