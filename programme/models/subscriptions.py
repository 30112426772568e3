"""Subscriptions by e-mail to a programme or to one of its tasks, and the letters they caused."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from core.concurrency.turns import take_turn
from core.letters.tokens import digest_of, new_token
from programme.models.decisions import Programme
from programme.models.report_rows import ReportVersion

PAUSE = timedelta(hours=1)  # between two letters that ask an address to confirm
MAX_UNCONFIRMED = 5  # of one address: the portal is no mailer of mass letters
VALID = timedelta(days=3)  # in which an address has to be confirmed


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

    def asked_with(self, token: str) -> "Subscription | None":
        """Return the subscription whose confirming letter carries this token."""
        return self.filter(digest=digest_of(token)).select_related("programme").first()

    def written_with(self, token: str) -> "Subscription | None":
        """Return the subscription any of whose letters, the first included, carries this token."""
        digest = digest_of(token)
        ours = models.Q(digest=digest) | models.Q(letters__digest=digest)
        return self.filter(ours).select_related("programme").distinct().first()

    def following(self, version: ReportVersion) -> "SubscriptionQuerySet":
        """Those that asked to hear of the version before it was accepted."""
        task = version.report.task
        return self.filter(
            programme=task.group.programme,
            task_number__in=["", task.number],
            confirmed_at__lte=version.at,
        )

    def to_notify(self, version: ReportVersion) -> list["Subscription"]:
        """Whom to tell of an accepted version: each address once, by the narrower subscription.

        Whoever confirmed later, or has had the letter, is left out.
        """
        written_to = set(self.filter(letters__version=version).values_list("email", flat=True))
        by_email = {}
        for subscription in (
            self.following(version).select_related("programme").order_by("-task_number", "pk")
        ):
            by_email.setdefault(subscription.email, subscription)
        return [row for email, row in by_email.items() if email not in written_to]


def _parts(row: dict) -> list[int]:
    """Return a task's number as a sort key: 1.10 after 1.9, the programme itself first."""
    return [int(part) for part in row["task_number"].split(".") if part]


class Subscription(models.Model):
    """That an address gets a letter on each accepted report, once its holder has confirmed it.

    A task is named by its number, which outlives amendments. Nothing is kept after the end.
    """

    programme = models.ForeignKey(
        Programme,
        verbose_name=_("chương trình"),
        on_delete=models.CASCADE,
        related_name="subscriptions",
    )
    task_number = models.CharField(_("nhiệm vụ số"), max_length=10, blank=True)
    email = models.EmailField(_("thư điện tử"))  # in lower case
    language = models.CharField(_("ngôn ngữ"), max_length=2, choices=settings.LANGUAGES)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField(_("đăng ký lúc"), default=now)
    confirmed_at = models.DateTimeField(_("xác nhận lúc"), null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("đăng ký theo dõi")
        verbose_name_plural = _("đăng ký theo dõi")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "task_number", "email"],
                name="subscription_once",
                violation_error_message=_("Địa chỉ này đã đăng ký."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme.slug} {self.task_number}".strip()

    @classmethod
    @transaction.atomic
    def ask(cls, programme: Programme, number: str, email: str, language: str):
        """Return a subscription to confirm and its token; None where the address had its letters.

        Whoever asks is told the same in each case: nobody learns who follows what.
        """
        email = email.strip().lower()
        take_turn(f"subscriptions of {email}")  # they are counted
        earlier = cls.objects.filter(programme=programme, task_number=number, email=email).first()
        subscription = earlier or cls(programme=programme, task_number=number, email=email)
        if subscription.may_not_ask:
            return None
        token = new_token()
        subscription.language, subscription.digest = language, digest_of(token)
        subscription.asked_at = now()
        subscription.save()
        return subscription, token

    @property
    def may_not_ask(self) -> bool:
        """Whether its address has had enough letters that ask for a confirmation."""
        if self.pk:
            return self.asked_at > now() - PAUSE
        waiting = type(self).objects.waiting().filter(email=self.email)
        return waiting.count() >= MAX_UNCONFIRMED

    def confirm(self) -> None:
        """Record that the holder of the address agrees; twice is once."""
        if self.confirmed_at is None:
            self.confirmed_at = now()
            self.save(update_fields=["confirmed_at"])

    @classmethod
    def drop_unconfirmed(cls) -> None:
        """Forget the addresses whose holders have not agreed in time."""
        cls.objects.waiting().filter(asked_at__lt=now() - VALID).delete()


class SubscriptionLetter(models.Model):
    """That a subscriber was told of an accepted version; its link ends the subscription."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="letters")
    version = models.ForeignKey(ReportVersion, on_delete=models.CASCADE, related_name="letters")
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("thư báo người theo dõi")
        verbose_name_plural = _("thư báo người theo dõi")
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "version"], name="subscription_letter_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subscription}: {self.version}"
