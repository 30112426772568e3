"""Letters to officials about work that has come in for them or was decided, as they chose."""

from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.utils.translation import override

from accounts import decisions
from accounts.models import User
from core import jobs
from core.backoffice.site import Waiting
from core.letters import Kind, letter, portal_url

MOST = 30  # decisions that a letter names one by one


def send_daily() -> int:
    """Write to those who want one letter a day; how many letters."""
    decisions.drop_unwanted()
    return _send(User.WorkLetters.DAILY)


def send_at_once() -> int:
    """Write to those who want to know within a quarter of an hour; how many letters."""
    return _send(User.WorkLetters.AT_ONCE)


def _send(choice: str) -> int:
    chosen = User.officials().filter(work_letters=choice).order_by("pk")
    return sum(_write_to(key) for key in list(chosen.values_list("pk", flat=True)))


@transaction.atomic
def _write_to(key: int) -> bool:
    """Write what waits and was decided where any is new since the last look; note what was seen."""
    user = User.objects.select_for_update().get(pk=key)
    with override(user.language):
        site: admin.AdminSite = admin.site
        listed = site.waiting(jobs.request_of(user))  # type: ignore[attr-defined]  # a BackOffice
        waiting = [each for _area, each in listed if each.is_written]
        seen = {each.url: [each.count, str(each.since or "")] for each in waiting}
        told = [(each, _is_new(each, user.work_seen.get(each.url))) for each in waiting]
        decided = decisions.take_notices(user)
    if seen != user.work_seen:
        User.objects.filter(pk=key).update(work_seen=seen)
    is_work_new = any(is_new for _each, is_new in told)
    if not is_work_new and not decided:
        return False
    context = {
        **{"user": user, "waiting": told, "host": settings.PORTAL_URL, "is_work_new": is_work_new},
        **{"decided": decided[:MOST], "decisions": len(decided), "more": len(decided[MOST:])},
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
