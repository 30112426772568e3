"""The back office of localization rates."""

from localization.admin import (
    estimates,
    targets,
)

__all__ = [
    "estimates",
    "targets",
]
