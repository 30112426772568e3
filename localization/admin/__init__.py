"""The back office of localization rates: what was published, and the estimates behind it."""

from localization.admin import estimates, series, targets

__all__ = ["estimates", "series", "targets"]
