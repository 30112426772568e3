"""Who follows what by e-mail, and who is to be told."""

from django.db import models

from core.tokens import digest_of


class SubscriptionQuerySet(models.QuerySet):
    """Subscriptions by e-mail."""

    def waiting(self) -> "SubscriptionQuerySet":
        """Those that nobody has confirmed."""
        return self.filter(confirmed_at=None)

    def of_address(self, email: str) -> "SubscriptionQuerySet":
        return self.filter(email=email.strip().lower()).select_related("programme")

    def counts(self) -> list[dict]:
        """How many follow each programme and task: confirmed, and asked to confirm; no address."""
        rows = self.values("programme__number", "task_number").order_by("programme", "task_number")
        counted = rows.annotate(
            waiting=models.Count("pk", filter=models.Q(confirmed_at=None)),
            confirmed=models.Count("confirmed_at"),
        )
        return sorted(counted, key=lambda row: (row["programme__number"], _parts(row)))

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


def _parts(row: dict) -> list[int]:
    """A task's number as it is counted: 1.10 after 1.9, the programme itself first."""
    return [int(part) for part in row["task_number"].split(".") if part]
