"""The back office of localization rates."""

from localization.admin import series, targets

__all__ = ["series", "targets"]
