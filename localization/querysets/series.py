"""Published values: what stands, what is in force, what the public reads."""

from django.db import models


class RateQuerySet(models.QuerySet):
    """Yearly values of localization rates."""

    def demo(self) -> "RateQuerySet":
        """Those of the demo survey, shown on pages of their own."""
        return self.filter(is_demo=True)

    def standing(self) -> "RateQuerySet":
        """Those that nobody has withdrawn."""
        return self.filter(withdrawn_at=None)

    def for_display(self) -> "RateQuerySet":
        """What stands, each with what a page says of it, the latest publication first."""
        rows = self.standing().select_related("industry", "subsector", "method", "estimate__wave")
        return rows.order_by("industry__position", "year", "-published_on", "-pk")
