"""Letters to officials about work that has come in for them, when they want them."""

from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.utils.translation import override

from accounts.models import User
from core import jobs
from core.backoffice.site import Waiting
from core.letters import Kind, letter, portal_url


def send_daily() -> int:
    """Write to those who want one letter a day; how many letters."""
    return _send(User.WorkLetters.DAILY)


def send_at_once() -> int:
    """Write to those who want to know within a quarter of an hour; how many letters."""
    return _send(User.WorkLetters.AT_ONCE)


def _send(choice: str) -> int:
    people = User.objects.filter(is_staff=True, is_active=True, closed_at=None, is_demo=False)
    chosen = people.filter(work_letters=choice).order_by("pk")
    return sum(_write_to(key) for key in list(chosen.values_list("pk", flat=True)))


@transaction.atomic
def _write_to(key: int) -> bool:
    """Write what waits where something is new since the last look, and note what was seen."""
    user = User.objects.select_for_update().get(pk=key)
    with override(user.language):
        site: admin.AdminSite = admin.site
        listed = site.waiting(jobs.request_of(user))  # type: ignore[attr-defined]  # a BackOffice
        waiting = [each for _area, each in listed if each.is_written]
        seen = {each.url: [each.count, str(each.since or "")] for each in waiting}
        told = [(each, _is_new(each, user.work_seen.get(each.url))) for each in waiting]
    if seen != user.work_seen:
        User.objects.filter(pk=key).update(work_seen=seen)
    if not any(is_new for _each, is_new in told):
        return False
    context = {
        **{"user": user, "waiting": told, "host": settings.PORTAL_URL},
        "choice": portal_url("account_work_letters", language=user.language),
    }
    template = "account/letters/work.txt"
    letter(template, user.email, user.language, context, kind=Kind.REMINDER)
    return True


def _is_new(waiting: Waiting, seen: list | None) -> bool:
    """Whether more waits than was seen, or as much although the oldest of then has been done."""
    count, since = seen or [0, ""]
    moved = bool(since) and str(waiting.since or "") > since
    return waiting.count > count or (moved and waiting.count == count)
