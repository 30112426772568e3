"""The way to an enterprise's questions, for its members."""

from collections.abc import Iterable

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from core.templatetags.formatting import figure
from inquiries.models import Inquiry
from membership.account_tasks import AccountTask


def links(enterprises: Iterable[int]) -> dict[int, list[AccountTask]]:
    """Return each enterprise's list of questions, with how many wait for an answer."""
    enterprises = list(enterprises)
    waiting = Inquiry.objects.waiting().filter(enterprise__in=enterprises).order_by()
    numbers = dict(waiting.values_list("enterprise").annotate(Count("pk")))
    return {key: [_link(key, numbers.get(key, 0))] for key in enterprises}


def _link(enterprise: int, waiting: int) -> AccountTask:
    label = _("Hỏi hàng")
    if waiting:
        number = _("%(number)s chờ trả lời") % {"number": figure(waiting)}
        label = f"{label} ({number})"
    return AccountTask(label, reverse("inquiries:inquiry-list", args=[enterprise]))
