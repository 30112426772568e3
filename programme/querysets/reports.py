"""Which reports are whose, and which anyone may read."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models

from programme.periods import Period


class ReportQuerySet(models.QuerySet):
    """Quarterly reports."""

    def of(self, programme: models.Model) -> "ReportQuerySet":
        return self.filter(task__group__programme=programme)

    def on(self, quarters: Iterable[Period]) -> "ReportQuerySet":
        """Those of these quarters."""
        numbers = defaultdict(list)
        for quarter in quarters:
            numbers[quarter.year].append(quarter.number)
        named = models.Q(pk__in=[])
        for year, own in numbers.items():  # a condition for each year, not for each quarter
            named |= models.Q(year=year, quarter__in=own)
        return self.filter(named)

    def accepted(self) -> "ReportQuerySet":
        """Those that the Department has taken in: the public reads these alone."""
        return self.filter(state="accepted")

    def waiting(self) -> "ReportQuerySet":
        """Those that the Department has to look at, the oldest first."""
        return self.filter(state="submitted").order_by("submitted_at")

    def of_agencies(self, agencies: set[int]) -> "ReportQuerySet":
        return self.filter(agency__in=agencies)

    def visible_to(self, user: models.Model) -> "ReportQuerySet":
        """DOIT's staff see all; an officer those in whose name the own agency acts."""
        if not (user.is_active and user.has_perm("programme.view_report")):
            return self.none()
        if user.is_superuser or user.has_perm("programme.manage_register"):
            return self
        agencies = self.model._meta.get_field("agency").related_model.objects
        return self.of_agencies(agencies.spoken_for_by(user))

    def editable_by(self, user: models.Model) -> "ReportQuerySet":
        """Those that this person may write now; submitted and accepted ones nobody may."""
        if not user.has_perm("programme.change_report"):
            return self.none()
        return self.visible_to(user).filter(state__in=["draft", "returned"])

    def said_before(self, report: models.Model, agencies: set[int]) -> "ReportQuerySet":
        """What these agencies told of the same task in the same role before, newest first.

        The task is the same by its number: an amended wording is a row of its own.
        """
        earlier = models.Q(year__lt=report.year)
        earlier |= models.Q(year=report.year, quarter__lt=report.quarter)
        same = self.filter(
            earlier,
            task__group=report.task.group_id,
            task__position=report.task.position,
            role=report.role,
        )
        return same.of_agencies(agencies).order_by("-year", "-quarter", "-pk")

    def for_standing(self) -> "ReportQuerySet":
        """What a report's standing follows from: none of its long texts, nothing that it names."""
        return self.defer("results", "difficulties", "proposals")

    def for_list(self) -> "ReportQuerySet":
        """With what a row of a list shows, in one query."""
        return self.select_related("task__group__programme", "agency__parent")

    def for_page(self) -> "ReportQuerySet":
        """With all that a report says, in a constant number of queries."""
        return self.for_list().prefetch_related("figures__measure", "evidence", "versions__by")

    def with_acceptances(self) -> "ReportQuerySet":
        """With what each said every time it was accepted."""
        accepted = self.model._meta.get_field("versions").related_model.objects
        versions = models.Prefetch("versions", accepted.filter(event="accepted"))
        return self.prefetch_related(versions)

    def for_public(self) -> "ReportQuerySet":
        """With all that the public reads of a report, in a constant number of queries."""
        return self.with_acceptances().prefetch_related("figures__measure", "evidence")
