"""How long claims and revisions wait for the Department, for statistics and the yearly report."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.processing_times import TimedProcess
from membership.models import Claim, Revision

Times = Iterator[tuple[datetime, datetime | None]]


def _claims(is_demo: bool) -> Times:
    """Yield when claims came and were decided; what was revoked later keeps its first decision."""
    of = {"enterprise__is_demo": is_demo}
    decided = Claim.history.filter(state__in=[Claim.State.APPROVED, Claim.State.REFUSED], **of)
    waiting = Claim.objects.waiting().filter(**of)
    return chain(_ended(decided, "created_at"), _waiting(waiting, "created_at"))


def _revisions(is_demo: bool) -> Times:
    """Yield when revisions were sent and decided: one that was returned and sent again is two."""
    of = {"enterprise__is_demo": is_demo}
    states = [Revision.State.APPROVED, Revision.State.RETURNED]
    decided = Revision.history.filter(state__in=states, **of)
    waiting = Revision.objects.waiting().filter(**of)
    return chain(_ended(decided, "submitted_at"), _waiting(waiting, "submitted_at"))


def _ended(versions: QuerySet, begun: str) -> Times:
    """Yield each decision once: later versions of the record repeat it."""
    columns = ("id", begun, "decided_at")
    known = versions.filter(decided_at__isnull=False).order_by().values_list(*columns).distinct()
    return ((began, ended) for _key, began, ended in known)


def _waiting(records: QuerySet, begun: str) -> Times:
    return ((began, None) for began in records.values_list(begun, flat=True))


CLAIMS = TimedProcess(
    name="claims",
    title=_("Đề nghị nhận quản lý hồ sơ"),
    rule=_("Từ ngày gửi đến ngày Sở chấp thuận hoặc từ chối; không tính đề nghị đã rút."),
    cases=_claims,
    target_days=Claim.TARGET_DAYS,
    changelist="admin:membership_claim_changelist",
    waiting="state__exact=waiting",
)
REVISIONS = TimedProcess(
    name="revisions",
    title=_("Bản cập nhật hồ sơ"),
    rule=_("Từ ngày gửi đến ngày Sở duyệt hoặc trả lại; mỗi lần gửi tính một lượt."),
    cases=_revisions,
    target_days=Revision.TARGET_DAYS,
    changelist="admin:membership_revision_changelist",
    waiting="state__exact=submitted",
)
