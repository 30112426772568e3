"""What is given back with time: evidence of claims that came to nothing, codes of idle drafts."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from core.letters import Kind, letter, portal_url
from enterprises.models import Enterprise
from membership.erasure import abandoned
from membership.models import Claim, IdleDraftWarning, Revision

EVIDENCE_KEPT = timedelta(days=90)  # after a claim was withdrawn, refused or revoked
IDLE = timedelta(days=90)  # a draft that nobody has written on and that was never submitted
WARNED = timedelta(days=14)  # before it lets go of its tax code
OVER = (Claim.State.WITHDRAWN, Claim.State.REFUSED, Claim.State.REVOKED)


def drop_evidence() -> int:
    """Delete the files of claims that ended without success long enough ago; how many."""
    old = Claim.objects.filter(state__in=OVER, decided_at__lt=now() - EVIDENCE_KEPT)
    claims = list(old.exclude(evidence=""))
    for claim in claims:
        # Rows first: a file without a row is cleared later, a row without a file is an error page.
        nothing = {"evidence": "", "evidence_name": ""}
        file = claim.evidence.name
        Claim.history.filter(id=claim.pk).update(**nothing)
        Claim.objects.filter(pk=claim.pk).update(**nothing)
        claim.evidence.storage.delete(file)
    return len(claims)


def warn_of_idle_drafts() -> int:
    """Tell the members of drafts that are about to lose their tax code, once; how many letters."""
    sent = 0
    for draft in _idle(now() - IDLE + WARNED).filter(idle_warning=None):
        with transaction.atomic():
            IdleDraftWarning.objects.create(enterprise=draft)
            sent += sum(_tell(draft, member.user) for member in _members(draft))
    return sent


def release_codes() -> int:
    """Take the tax code off drafts whose members were told and have not come back; how many."""
    _forget_stale_warnings()
    told = _idle(now() - IDLE).filter(idle_warning__at__lte=now() - WARNED)
    return sum(_release(draft) for draft in told)


def _idle(since: datetime) -> Any:
    """Filter to drafts with a code, never submitted, not written on since."""
    written = Revision.history.filter(history_date__gte=since).values("enterprise")
    drafts = Enterprise.objects.exclude(Q(tax_code=None) | Q(pk__in=written))
    return abandoned(drafts.filter(updated_at__lt=since, is_demo=False))


def _forget_stale_warnings() -> None:
    """Let the time of drafts that were written on after their warning begin anew."""
    for warning in IdleDraftWarning.objects.select_related("enterprise"):
        draft = warning.enterprise
        written = Revision.history.filter(enterprise=draft.pk, history_date__gt=warning.at)
        if draft.updated_at > warning.at or written.exists():
            warning.delete()


def _release(draft: Enterprise) -> bool:
    draft.tax_code, draft._change_reason = None, _("Bản nháp để quá lâu: trả lại mã số thuế")
    try:
        with transaction.atomic():
            draft.save()
            IdleDraftWarning.objects.filter(enterprise=draft).delete()
    except IntegrityError:  # another record without a code has the same name and address
        return False
    return True


def _members(draft: Enterprise) -> Any:
    return draft.memberships.active().select_related("user")


def _tell(draft: Enterprise, user: Any) -> int:
    url = portal_url("editing:profile", draft.pk, language=user.language)
    context = {"user": user, "code": draft.tax_code_display, "days": WARNED.days, "url": url}
    letter(
        "membership/letters/idle_draft.txt",
        user.email,
        user.language,
        context,
        kind=Kind.PROFILE,
    )
    return 1
