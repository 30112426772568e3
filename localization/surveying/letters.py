"""Letters to the owners of the enterprises that a wave asks.

They go when it opens, before it ends, and where it ends early.

Demo waves write to nobody.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate
from django_tasks import task

from core.letters import Kind, letter, portal_url
from localization.models import FrameUnit, SurveyLetter, Wave
from localization.models.answers import ANSWERED
from membership.models import Membership

REMINDED = timedelta(days=7)  # before the last day


def enqueue(sender: type[Wave], wave: Wave, **kwargs) -> None:
    """In the transaction that opens the wave: letters go if it holds, by the worker."""
    notify_owners.enqueue(wave.pk)


def enqueue_closed(sender: type[Wave], wave: Wave, **kwargs) -> None:
    """In the transaction that closes the wave early: letters go if it holds, by the worker."""
    notify_of_close.enqueue(wave.pk)


@task
def notify_of_close(pk: int) -> None:
    """Write to all who have not answered that they no longer can; nobody twice."""
    units = _with_owner().filter(wave=pk, wave__state=Wave.State.CLOSED)
    _send_all(units.exclude(ANSWERED), SurveyLetter.About.CLOSED)


@task
def notify_owners(pk: int) -> None:
    """Write to all who are asked; done again, it writes to whom it has not written yet."""
    _send_all(_asked().filter(wave=pk), SurveyLetter.About.OPENED)


def send_reminders() -> int:
    """Enqueue what is due today to those who have not sent their answer; how many letters."""
    due = _asked().exclude(ANSWERED).filter(wave__closes_on__lte=localdate() + REMINDED)
    return _send_all(due, SurveyLetter.About.CLOSING)


def _with_owner() -> QuerySet[FrameUnit]:
    """Units of real waves whose enterprise has an owner."""
    owners = Membership.objects.owners().filter(enterprise=OuterRef("enterprise"))
    units = FrameUnit.objects.filter(Exists(owners), wave__is_demo=False)
    return units.select_related("wave", "enterprise")


def _asked() -> QuerySet[FrameUnit]:
    """Those whose wave is open."""
    return _with_owner().filter(wave__state=Wave.State.OPEN, wave__closes_on__gte=localdate())


def _send_all(units: QuerySet[FrameUnit], about: str) -> int:
    sent = SurveyLetter.objects.filter(
        unit=OuterRef("pk"), about=about, closes_on=OuterRef("wave__closes_on")
    )
    return sum(_send_for(unit, about) for unit in units.exclude(Exists(sent)).order_by("pk"))


@transaction.atomic
def _send_for(unit: FrameUnit, about: str) -> int:
    """One letter to each owner, with the record that it was written."""
    row, is_new = SurveyLetter.objects.get_or_create(
        unit=unit, about=about, closes_on=unit.wave.closes_on
    )
    owners = unit.enterprise.memberships.owners().select_related("user") if is_new else ()
    for owner in owners:
        _send_letter(unit, owner, row)
    return len(owners)


def _send_letter(unit: FrameUnit, owner: Membership, row: SurveyLetter) -> None:
    language = owner.user.language
    page = portal_url("survey:answer", unit.enterprise_id, unit.wave.year, language=language)
    context = {"user": owner.user, "unit": unit, "wave": unit.wave, "page": page}
    template, to = f"localization/letters/survey_{row.about}.txt", owner.user.email
    letter(template, to, language, context, kind=Kind.SURVEY, marks=[row])
