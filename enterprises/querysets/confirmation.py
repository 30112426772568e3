"""Criteria in force, and the confirmations that everyone may see."""

from datetime import date

from django.db import models
from django.utils.timezone import localdate


class CriteriaSetQuerySet(models.QuerySet):
    """Sets of criteria."""

    def get_by_natural_key(self, code: str) -> models.Model:
        return self.get(code=code)

    def in_force(self, on: date | None = None) -> "CriteriaSetQuerySet":
        """Sets by which enterprises are assessed on that day (today)."""
        return self.filter(is_active=True, in_force_from__lte=on or localdate())


class ConfirmationQuerySet(models.QuerySet):
    """Confirmations of capability."""

    def public(self) -> "ConfirmationQuerySet":
        """Those that were signed: a draft proves nothing and is nobody's business yet."""
        return self.filter(state__in=["issued", "revoked"])

    def valid(self, on: date | None = None) -> "ConfirmationQuerySet":
        """Signed, not revoked, and not past their last day."""
        day = on or localdate()
        return self.filter(state="issued", signed_on__lte=day, valid_until__gte=day)

    def standing_as(self, standing: str) -> "ConfirmationQuerySet":
        """Those of one standing, as `Confirmation.standing` names it."""
        if standing == "valid":
            return self.valid()
        if standing == "expired":
            return self.filter(state="issued").exclude(pk__in=self.valid().values("pk"))
        return self.filter(state=standing)

    def held_by(self, enterprises: list[models.Model]) -> dict[int, list[models.Model]]:
        """Those of these enterprises, with their levels, by the enterprise's key, in one query."""
        held: dict[int, list[models.Model]] = {enterprise.pk: [] for enterprise in enterprises}
        papers = self.filter(assessment__enterprise__in=held)
        for paper in papers.select_related("level", "assessment"):
            held[paper.assessment.enterprise_id].append(paper)
        return held

    def for_page(self) -> "ConfirmationQuerySet":
        """With all that a page or a document shows, in one query."""
        return self.select_related(
            "level", "assessment__enterprise", "assessment__criteria_set__industry"
        )
