"""The back office of the register: DOIT's staff keep it, an agency's officer reports status."""

from programme.admin import (
    agencies,
    amending,
    assignments,
    city_plan,
    consolidated,
    decisions,
    directing,
    inspections,
    lateness,
    measures,
    plans,
    reports,
    steering,
    subscriptions,
    tasks,
    waiting,
)

__all__ = [
    "agencies",
    "amending",
    "assignments",
    "city_plan",
    "consolidated",
    "decisions",
    "directing",
    "inspections",
    "lateness",
    "measures",
    "plans",
    "reports",
    "steering",
    "subscriptions",
    "tasks",
    "waiting",
]
