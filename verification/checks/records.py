"""Recording what staff have seen: all of it or nothing, and only of what still says the same."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.concurrency.conflicts import changed_marks, conflict_error
from core.transitions import own_error
from enterprises.models import Enterprise
from verification.checks.subjects import Subject, subjects
from verification.models import FactCheck


@dataclass(frozen=True)
class Seen:
    """One check of several subjects; `fingerprints` of what each said when it was seen, by key."""

    fingerprints: dict[str, str]
    manner: str
    checked_on: date
    valid_until: date
    note: str = ""


@transaction.atomic
def record(enterprise: Enterprise, seen: Seen, by: User) -> list[FactCheck]:
    """Record the check of each subject; twice is once.

    ValidationError from who keeps the profile, and where a subject says something else by now, so
    that nobody vouches for it.
    """
    Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    if by.pk in enterprise.kept_by():
        raise own_error()
    own = Enterprise.objects.for_profile().get(pk=enterprise.pk)
    now = {subject.key: subject for subject in subjects(own)}
    current = {key: now[key].fingerprint if key in now else None for key in seen.fingerprints}
    if changed := changed_marks(current, seen.fingerprints):
        raise conflict_error(_changed([now[key] for key in changed if key in now]), own)
    return [_recorded(own, now[key], seen, by) for key in seen.fingerprints]


def _recorded(enterprise: Enterprise, subject: Subject, seen: Seen, by: User) -> FactCheck:
    same = {
        "enterprise": enterprise,
        "part": subject.part,
        "certificate": subject.certificate,
        "fingerprint": subject.fingerprint,
        "manner": seen.manner,
        "checked_on": seen.checked_on,
    }
    found = FactCheck.objects.filter(**same, state=FactCheck.State.RECORDED).first()
    check = found or FactCheck(**same, recorded_by=by)
    check.valid_until, check.note, check._history_user = seen.valid_until, seen.note, by
    check.full_clean()
    check.save()
    return check


def _changed(of: list[Subject]) -> str:
    named = "; ".join(subject.label for subject in of) or _("một chứng nhận đã bị bỏ")
    return _(
        "Nội dung đã đổi sau khi bạn mở trang: %(what)s. Hãy xem lại nội dung mới rồi ghi nhận lại."
    ) % {"what": named}
