"""Questions of buyers to enterprises."""

from datetime import date, datetime

from django.db import models, transaction
from django.db.models import Case, Count, Q, When
from django.utils.timezone import now


class InquiryQuerySet(models.QuerySet):
    """Questions of buyers to enterprises."""

    def waiting(self) -> "InquiryQuerySet":
        """Those that nobody has answered or set aside."""
        return self.filter(state="waiting")

    def of(self, user: models.Model) -> "InquiryQuerySet":
        """Those that this person has sent: with the account, or from its confirmed address."""
        return self.filter(Q(asked_by=user) | Q(email=user.email.lower(), erased_at=None))

    def for_inbox(self) -> "InquiryQuerySet":
        """What waits first, the newest first, with who closed it."""
        waits = Case(When(state="waiting", then=0), default=1)
        return self.select_related("closed_by").order_by(waits, "-created_at", "-pk")

    def sent_before(self, day: date) -> "InquiryQuerySet":
        """Those sent before that day that still say by whom and what."""
        return self.filter(created_at__date__lt=day, erased_at=None)

    def sent_between(self, start: datetime, end: datetime) -> "InquiryQuerySet":
        """Those sent from one moment on until before another."""
        return self.filter(created_at__gte=start, created_at__lt=end)

    @transaction.atomic
    def erase(self) -> int:
        """Take out persons and texts, so that only counts stay; how many there were.

        Nobody can answer them any more: those that waited are set aside.
        """
        keys = list(self.select_for_update().values_list("pk", flat=True))
        held = type(self)(self.model).filter(pk__in=keys)
        held.waiting().update(state="set_aside", closed_at=now())
        nothing = dict.fromkeys(("name", "organisation", "email", "text", "answer"), "")
        return held.update(**nothing, asked_by=None, erased_at=now())

    def counts(self) -> dict[str, int]:
        """How many were received, answered, set aside, and wait."""
        return self.aggregate(**_COUNTS)

    def counts_by_enterprise(self) -> "InquiryQuerySet":
        """The same for each enterprise, as rows with its key and name, the most asked first."""
        rows = self.values("enterprise", "enterprise__legal_name").annotate(**_COUNTS)
        return rows.order_by("-received", "enterprise__name_sort", "enterprise")

    def answer_times(self) -> "InquiryQuerySet":
        """Of each answered one the enterprise, when it was sent and when it was answered."""
        return self.filter(state="answered").values_list("enterprise", "created_at", "closed_at")


_COUNTS = {
    "received": Count("pk"),
    **{state: Count("pk", filter=Q(state=state)) for state in ("answered", "set_aside", "waiting")},
}
