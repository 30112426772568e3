"""The Decision's register: who does what, by when, and what of it is certain."""

from programme.models.agencies import Agency, Officer
from programme.models.decisions import Amendment, Programme
from programme.models.targets import Target
from programme.models.tasks import Deliverable, OpenCell, Task, TaskAgency, TaskGroup

__all__ = [
    "Agency",
    "Amendment",
    "Deliverable",
    "Officer",
    "OpenCell",
    "Programme",
    "Target",
    "Task",
    "TaskAgency",
    "TaskGroup",
]
