"""Letters to those who follow: the one that asks to confirm, and one on each accepted report."""

from django.conf import settings
from django.db import transaction
from django_tasks import task

from core.letters import Kind, letter, portal_url
from core.letters.tokens import digest_of, new_token
from programme.following.followed import Followed
from programme.models import Report, ReportVersion, Subscription, SubscriptionLetter

FOLDER = "programme/following/letters"


def ask_to_confirm(subscription: Subscription, token: str) -> None:
    """Send the letter with the link; nothing else goes to an address that has not agreed."""
    language = subscription.language
    context = {
        "followed": Followed.by(subscription),
        "confirm": portal_url("programme:follow-confirm", token, language=language),
    }
    letter(f"{FOLDER}/confirm.txt", subscription.email, language, context, kind=Kind.SUBSCRIBE)


def enqueue(sender: type[Report], version: ReportVersion, **kwargs) -> None:
    """In the transaction that accepts: letters go if it holds, by the worker."""
    tell_followers.enqueue(version.pk)


@task
def tell_followers(pk: int) -> None:
    """Write to all who follow; done again, it writes to whom it has not written yet."""
    versions = ReportVersion.objects.select_related(
        "report__task__group__programme", "report__agency"
    )
    version = versions.get(pk=pk)
    if version.report.versions.last() != version:
        return  # opened again meanwhile: whoever follows is told when it is accepted anew
    for subscription in Subscription.objects.to_notify(version):
        _notify(subscription, version)


@transaction.atomic
def _notify(subscription: Subscription, version: ReportVersion) -> None:
    """One letter, with a link of its own that ends the subscription."""
    token = new_token()
    _row, is_new = SubscriptionLetter.objects.get_or_create(
        subscription=subscription, version=version, defaults={"digest": digest_of(token)}
    )
    if not is_new:
        return
    end = portal_url("programme:follow-end", token, language=subscription.language)
    letter(
        f"{FOLDER}/report_accepted.txt",
        subscription.email,
        subscription.language,
        {
            "followed": Followed.by(subscription),
            "report": version.report,
            "times": version.report.versions.filter(event=ReportVersion.Event.ACCEPTED).count(),
            "portal": settings.PORTAL_URL,  # the rest of the address is in the letter's language
            "end": end,
        },
        kind=Kind.SUBSCRIPTION,
        # One click in the mail program ends it (RFC 8058).
        headers={
            "List-Unsubscribe": f"<{end}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
