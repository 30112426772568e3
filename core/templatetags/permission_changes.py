"""What was changed of the rights of an account or a role, on its history page."""

from typing import Any

from django import template
from django.contrib.auth.models import Permission
from django.db.models import Model

from core.audit.permission_log import changes_of
from core.backoffice.rights import words_of_codes
from core.models import AuditEvent

register = template.Library()
SHOWN = 200  # events, the newest


@register.inclusion_tag("admin/permission_changes.html")
def permission_changes(record: Model) -> dict[str, object]:
    """Draw the table of an account's or a role's changes."""
    events = [event for event in changes_of(record)[:SHOWN] if event.detail.get("field")]
    return {"rows": [_row(event, record) for event in events]}


def _row(event: AuditEvent, record: Model) -> dict[str, object]:
    field: Any = record._meta.get_field(event.detail["field"])
    told = dict(event.detail)
    if field.related_model is Permission:
        told |= {done: words_of_codes(told[done]) for done in ("added", "removed") if done in told}
    # What gives a right by a row of its own is called by that row's name.
    named = field.related_model._meta if field.auto_created else field
    return {"event": event, **told, "field": named.verbose_name}
