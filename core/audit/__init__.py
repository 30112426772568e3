"""Writing the audit log: who did what, when, from where."""

import logging
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import DatabaseError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.timezone import now

from core.limits import Limit
from core.models import AuditEvent
from core.requests import network_address
from core.scrubbing import logged_path

Kind = AuditEvent.Kind
RETENTION = timedelta(days=731)  # 24 months
REFUSALS = Limit("refusals_recorded", "60/h/user")
log = logging.getLogger(__name__)


def record(
    kind: Kind,
    request: HttpRequest | None = None,
    record: Model | type[Model] | None = None,
    actor: AbstractBaseUser | None = None,
    **detail: object,
) -> AuditEvent:
    """Write one event in the transaction of what it tells.

    `record` is one, or the model where there are many. Without `actor` it is the person of the
    request. `detail` holds plain values (a filter, a count): no names, addresses, passwords or
    tokens.
    """
    if actor is None and request is not None and request.user.is_authenticated:
        actor = request.user
    return AuditEvent.objects.create(
        kind=kind,
        actor_id=actor.pk if actor else None,
        model=record._meta.label_lower if record else "",
        record=str(record.pk) if isinstance(record, Model) else "",
        detail=detail,
        ip=network_address(request) if request else None,
        device=request.headers.get("User-Agent", "")[:200] if request else "",
    )


def record_refusal(request: HttpRequest) -> None:
    """Write that somebody who is logged in was refused a page: the answer never fails by it."""
    user = getattr(request, "user", None)
    try:
        if user is not None and user.is_authenticated and REFUSALS.use(request):
            record(Kind.FORBIDDEN, request, path=logged_path(request), method=request.method)
    except DatabaseError:
        log.exception("a refusal was not recorded")


def forget_old() -> None:
    """Delete what is older than the log is kept."""
    AuditEvent.objects.filter(at__lt=now() - RETENTION).delete()
