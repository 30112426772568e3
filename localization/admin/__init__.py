"""The back office of localization rates."""

from localization.admin import (
    survey,
    targets,
)

__all__ = [
    "survey",
    "targets",
]
