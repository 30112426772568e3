"""Survey waves and the enterprises that they ask."""

from django.db import models


class WaveQuerySet(models.QuerySet):
    """Waves of the survey."""

    def running(self) -> "WaveQuerySet":
        """Those whose answers are still being taken or looked through."""
        return self.filter(state__in=["open", "closed"])


class FrameUnitQuerySet(models.QuerySet):
    """Enterprises in the frames of waves."""

    def kept_by(self, user: models.Model) -> "FrameUnitQuerySet":
        """Those whose profile this person keeps, as owner or as editor."""
        return self.filter(enterprise__memberships__user=user)
