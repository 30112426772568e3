"""The back office of localization rates: what was published, the estimates, the survey behind."""

from localization.admin import estimates, series, survey, targets

__all__ = ["estimates", "series", "survey", "targets"]
