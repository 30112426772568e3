"""What staff import about a profile that its members keep: proposed as a revision, for review."""

from collections.abc import Callable, Collection
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from accounts.models import User
from enterprises.importing.kept_profiles import Keeping
from enterprises.models import Enterprise
from membership.editing.letters import tell_proposed
from membership.editing.parts import PARTS, FieldsPart, Payload, RowsPart
from membership.models import Membership, Revision

FIELDS = {name for part in PARTS.values() if isinstance(part, FieldsPart) for name in part.fields}


def keeping(keys: Collection[int]) -> dict[int, Keeping]:
    """Return which of the enterprises have members, and whether something of theirs is open."""
    members = Membership.objects.filter(enterprise__in=keys).values_list("enterprise", flat=True)
    busy = set(
        Revision.objects.open().filter(enterprise__in=keys).values_list("enterprise", flat=True)
    )
    return {key: Keeping.BUSY if key in busy else Keeping.OPEN for key in set(members)}


def propose(keys: list[int], write: Callable[[], None], by: User | None) -> None:
    """Submit one revision for each enterprise with the parts that `write` would change.

    Whoever imported has written it, so another person decides; its members have a letter, can
    withdraw it, and then it is their draft.
    """
    before = _parts(keys)
    with transaction.atomic():
        write()
        after = _parts(keys)
        transaction.set_rollback(True)
    for key in sorted(keys):
        changed = {
            name: _as_new(name, payload, before[key][name])
            for name, payload in after[key].items()
            if payload != before[key][name]
        }
        if changed:
            _submit(key, changed, by)


def _submit(key: int, changed: dict[str, Payload], by: User | None) -> None:
    at = now()
    said = {"by": by and by.pk, "at": at.isoformat()}
    revision = Revision(enterprise_id=key, content=changed, saved=dict.fromkeys(changed, said))
    revision._history_user = by
    revision.save()
    revision.submit()
    tell_proposed(revision, by)


def _parts(keys: list[int]) -> dict[int, dict[str, Payload]]:
    records = Enterprise.objects.filter(pk__in=keys)
    return {
        record.pk: {name: part.live(record) for name, part in PARTS.items()} for record in records
    }


def _as_new(name: str, payload: Any, before: Any) -> Payload:
    """Return the payload, its new rows without the keys that they had while it was tried."""
    if not isinstance(PARTS[name], RowsPart):
        return payload
    known = {row["id"] for row in before}
    return [{**row, "id": row["id"] if row["id"] in known else None} for row in payload]
