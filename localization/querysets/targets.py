"""Targets in force for the localization rates."""

from programme.models.decisions import AmendableQuerySet


class RateTargetQuerySet(AmendableQuerySet):
    """Targets of localization rates."""

    def for_display(self) -> "RateTargetQuerySet":
        """What is in force, with its industry and decision, in the industries' order."""
        return (
            self.in_force()
            .select_related("industry", "programme")
            .order_by("industry__position", "year")
        )
