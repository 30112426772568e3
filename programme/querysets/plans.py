"""Which plans are whose, which count, and who may see and write them."""

from django.db import models

IN_FORCE = ("approved", "received")


class AnnualPlanQuerySet(models.QuerySet):
    """Yearly plans."""

    def of(self, programme: models.Model, year: int) -> "AnnualPlanQuerySet":
        return self.filter(task__group__programme=programme, year=year)

    def awaiting_appraisal(self) -> "AnnualPlanQuerySet":
        """Those that wait for Finance."""
        return self.filter(state="sent")

    def awaiting_approval(self) -> "AnnualPlanQuerySet":
        """Those that wait for the People's Committee's decision."""
        return self.filter(state="appraised")

    def awaiting_receipt(self) -> "AnnualPlanQuerySet":
        """Those that wait for the day on which the Department received them."""
        return self.filter(state="approved")

    def returned(self) -> "AnnualPlanQuerySet":
        return self.filter(state="returned")

    def visible_to(self, user: models.Model) -> "AnnualPlanQuerySet":
        """All for who oversees them; an officer sees those in whose name the own agency acts."""
        if not (user.is_active and user.has_perm("programme.view_annualplan")):
            return self.none()
        if user.has_perm("programme.oversee_annualplan"):
            return self
        return self._of_officer(user)

    def of_writer(self, user: models.Model) -> "AnnualPlanQuerySet":
        """Those of the officer's agency, in whatever state; for the administrator all."""
        if not user.has_perm("programme.change_annualplan"):
            return self.none()
        return self if user.is_superuser else self._of_officer(user)

    def writable_by(self, user: models.Model) -> "AnnualPlanQuerySet":
        """Drafts and returned ones among them."""
        return self.of_writer(user).filter(state__in=["draft", "returned"])

    def _of_officer(self, user: models.Model) -> "AnnualPlanQuerySet":
        officer = getattr(user, "officer", None)
        if officer is None:
            return self.none()
        return self.filter(agency__in=type(officer.agency).objects.speaking_for(officer.agency))

    def for_list(self) -> "AnnualPlanQuerySet":
        """With what a row of a list shows, in a constant number of queries."""
        named = self.select_related("task__group__programme", "agency__parent")
        return named.prefetch_related("lines")


class BudgetLineQuerySet(models.QuerySet):
    """Lines of budgets."""

    def approved(self, programme: models.Model, year: int) -> "BudgetLineQuerySet":
        """Lines of a year's plans in force, each with its task and agency, in one query.

        Each has `source`, `amount` (planned), `appraised`, `approved`, `allocated` and
        `disbursed`, all in đồng; `sums` adds them up with others' (programme/sums.py).
        """
        lines = self.filter(plan__task__group__programme=programme, plan__year=year)
        lines = lines.filter(plan__state__in=IN_FORCE)
        related = lines.select_related("plan__task__group__programme", "plan__agency__parent")
        return related.order_by(
            "plan__task__group__number", "plan__task__position", "plan__agency__name_vi", "id"
        )
