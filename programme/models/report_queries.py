"""Which quarterly reports wait for whom, and who sees them: policy as query sets."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from accounts.models import User
from programme.models.agencies import Agency
from programme.models.decisions import Programme
from programme.models.directions import sees_all_agencies
from programme.models.report_rows import ReportVersion
from programme.periods import Period


class ReportQuerySet(models.QuerySet):
    """Quarterly reports."""

    def of(self, programme: Programme) -> "ReportQuerySet":
        return self.filter(task__group__programme=programme)

    def on(self, quarters: Iterable[Period]) -> "ReportQuerySet":
        """Those of these quarters."""
        numbers = defaultdict(list)
        for quarter in quarters:
            numbers[quarter.year].append(quarter.number)
        named = Q(pk__in=[])
        for year, own in numbers.items():  # a condition for each year, not for each quarter
            named |= Q(year=year, quarter__in=own)
        return self.filter(named)

    def accepted(self) -> "ReportQuerySet":
        """Those that the Department has taken in: the public reads these alone."""
        return self.filter(state=self.model.State.ACCEPTED)

    def waiting(self) -> "ReportQuerySet":
        """Those that the Department has to look at, the oldest first."""
        return self.filter(state=self.model.State.SUBMITTED).order_by("submitted_at")

    def of_agencies(self, agencies: set[int]) -> "ReportQuerySet":
        return self.filter(agency__in=agencies)

    def visible_to(self, user: User) -> "ReportQuerySet":
        """DOIT's staff see all; an officer those in whose name the own agency acts.

        Who follows the whole programme without keeping it sees also what has been sent and stands.
        """
        if not (user.is_active and user.has_perm("programme.view_report")):
            return self.none()
        if user.is_superuser or user.has_perm("programme.manage_register"):
            return self
        seen = Q(agency__in=Agency.objects.represented_by_user(user))
        if sees_all_agencies(user):
            seen |= Q(state__in=[self.model.State.SUBMITTED, self.model.State.ACCEPTED])
        return self.filter(seen)

    def editable_by(self, user: User) -> "ReportQuerySet":
        """Those that this person may write now; submitted and accepted ones nobody may."""
        if not user.has_perm("programme.change_report"):
            return self.none()
        return self.visible_to(user).filter(state__in=self.model.EDITABLE)

    def earlier_than(self, report: models.Model, agencies: set[int]) -> "ReportQuerySet":
        """Filter to these agencies' earlier reports on the task in the same role, newest first.

        The task is the same by its number: an amended wording is a row of its own.
        """
        earlier = Q(year__lt=report.year)
        earlier |= Q(year=report.year, quarter__lt=report.quarter)
        same = self.filter(
            earlier,
            task__group=report.task.group_id,
            task__position=report.task.position,
            role=report.role,
        )
        return same.of_agencies(agencies).order_by("-year", "-quarter", "-pk")

    def for_timeliness(self) -> "ReportQuerySet":
        """Load what timeliness follows from: no long texts, nothing that the report names."""
        return self.defer("results", "difficulties", "proposals")

    def for_list(self) -> "ReportQuerySet":
        """With what a row of a list shows, in one query."""
        return self.select_related("task__group__programme", "agency__parent")

    def for_page(self) -> "ReportQuerySet":
        """With all that a report says, in a constant number of queries."""
        return self.for_list().prefetch_related("figures__measure", "evidence", "versions__by")

    def with_acceptances(self) -> "ReportQuerySet":
        """With what each said every time it was accepted."""
        accepted = ReportVersion.objects.filter(event=ReportVersion.Event.ACCEPTED)
        return self.prefetch_related(models.Prefetch("versions", accepted))

    def for_public(self) -> "ReportQuerySet":
        """With all that the public reads of a report, in a constant number of queries."""
        return self.with_acceptances().prefetch_related("figures__measure", "evidence")
