"""Which enterprises receive questions: published, real, and with a member who can log in."""

from django.db.models import QuerySet
from django.urls import reverse

from enterprises.models import Enterprise
from membership.models import Membership


def askable() -> QuerySet[Enterprise]:
    """Enterprises whom the public can ask a question."""
    received = Membership.objects.active().values("enterprise")
    return Enterprise.objects.published().real().filter(pk__in=received)


def is_askable(enterprise: Enterprise) -> bool:
    """Whether a question to this enterprise reaches somebody."""
    return askable().filter(pk=enterprise.pk).exists()


def asking_url(enterprise: Enterprise) -> str:
    """Return the URL at which this enterprise is asked, "" where nobody would receive it."""
    if enterprise.is_demo or not is_askable(enterprise):
        return ""
    return reverse("asking:inquiry-create", args=[enterprise.slug])
