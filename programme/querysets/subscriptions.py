"""Who follows what by e-mail, and who is to be told."""

from django.db import models

from portal.tokens import digest_of


class SubscriptionQuerySet(models.QuerySet):
    """Subscriptions by e-mail."""

    def waiting(self) -> "SubscriptionQuerySet":
        """Those that nobody has confirmed."""
        return self.filter(confirmed_at=None)

    def asked_with(self, token: str) -> models.Model | None:
        """The one whose confirming letter carries this token."""
        return self.filter(digest=digest_of(token)).select_related("programme").first()

    def written_with(self, token: str) -> models.Model | None:
        """The one that any of its letters, the first included, leads to."""
        digest = digest_of(token)
        ours = models.Q(digest=digest) | models.Q(letters__digest=digest)
        return self.filter(ours).select_related("programme").distinct().first()

    def to_tell(self, version: models.Model) -> list[models.Model]:
        """Whom to tell of an accepted version: each address once, by the narrower subscription.

        Whoever confirmed later, or has had the letter, is left out.
        """
        task = version.report.task
        follows = self.filter(
            programme=task.group.programme,
            task_number__in=["", task.number],
            confirmed_at__lte=version.at,
        )
        told = set(self.filter(letters__version=version).values_list("email", flat=True))
        by_email = {}
        for subscription in follows.select_related("programme").order_by("-task_number", "pk"):
            by_email.setdefault(subscription.email, subscription)
        return [row for email, row in by_email.items() if email not in told]
