"""Which yearly plans wait for whom, and who sees them: policy as query sets."""

from django.db import models

from accounts.models import User
from programme.models.agencies import Agency
from programme.models.decisions import Programme


class AnnualPlanQuerySet(models.QuerySet):
    """Yearly plans."""

    def of(self, programme: Programme, year: int) -> "AnnualPlanQuerySet":
        return self.filter(task__group__programme=programme, year=year)

    def awaiting_appraisal(self) -> "AnnualPlanQuerySet":
        """Those that wait for Finance."""
        return self.filter(state=self.model.State.SENT)

    def awaiting_approval(self) -> "AnnualPlanQuerySet":
        """Those that wait for the People's Committee's decision."""
        return self.filter(state=self.model.State.APPRAISED)

    def awaiting_receipt(self) -> "AnnualPlanQuerySet":
        """Those that wait for the day on which the Department received them."""
        return self.filter(state=self.model.State.APPROVED)

    def returned(self) -> "AnnualPlanQuerySet":
        return self.filter(state=self.model.State.RETURNED)

    def visible_to(self, user: User) -> "AnnualPlanQuerySet":
        """All for who oversees them; an officer sees those in whose name the own agency acts."""
        if not (user.is_active and user.has_perm("programme.view_annualplan")):
            return self.none()
        if user.has_perm("programme.oversee_annualplan"):
            return self
        return self._of_officer(user)

    def of_writer(self, user: User) -> "AnnualPlanQuerySet":
        """Those of the officer's agency, in whatever state; for the administrator all."""
        if not user.has_perm("programme.change_annualplan"):
            return self.none()
        return self if user.is_superuser else self._of_officer(user)

    def writable_by(self, user: User) -> "AnnualPlanQuerySet":
        """Drafts and returned ones among them."""
        return self.of_writer(user).filter(state__in=self.model.EDITABLE)

    def _of_officer(self, user: User) -> "AnnualPlanQuerySet":
        return self.filter(agency__in=Agency.objects.represented_by_user(user))

    def for_list(self) -> "AnnualPlanQuerySet":
        """With what a row of a list shows, in a constant number of queries."""
        named = self.select_related("task__group__programme", "agency__parent")
        return named.prefetch_related("lines__category")
