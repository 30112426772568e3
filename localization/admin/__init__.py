"""The back office of localization rates: what was published, the estimates, the survey behind."""

from localization.admin import estimates, rates, survey, targets

__all__ = ["estimates", "rates", "survey", "targets"]
