"""What names a person in profiles, their drafts and their merges, taken out with the account.

A contact is the person's own where it has their address, or their name in an enterprise whose
profile they have kept. What else they wrote is the enterprise's, and stays without its writer.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from accounts.models import User
from core.text import fold
from enterprises.models import Contact, Enterprise, Merge
from membership.import_reports import erase_from_reports
from membership.models import Claim, Membership, Revision

NAMED_BY = ("person", "position", "phone", "email")
Matches = Callable[[dict], bool]


def own_contacts(user: User) -> list[Contact]:
    """Return the contacts in profiles that are this person."""
    asked = Q(email__iexact=user.email) | Q(enterprise__in=kept_by(user))
    rows = Contact.objects.filter(asked).select_related("enterprise")
    return [row for row in rows if _is_own(user)(vars(row))]


def kept_by(user: User) -> set[int]:
    """Return the keys of the enterprises whose profiles the person keeps or has kept."""
    return set(Membership.history.filter(user=user.pk).values_list("enterprise", flat=True))


def _is_own(user: User) -> Matches:
    email, name, kept = user.email.lower(), fold(user.full_name), kept_by(user)

    def matches(row: dict) -> bool:
        if str(row.get("email") or "").lower() == email:
            return True
        same_name = bool(name) and fold(str(row.get("person") or "")) == name
        return same_name and row.get("enterprise_id") in {None, *kept}

    return matches


def erase_contacts(user: User) -> None:
    """Take the person out of contacts, drafts of contacts, and what merges and imports keep."""
    matches, own = _is_own(user), own_contacts(user)
    past = Contact.history.filter(Q(email__iexact=user.email) | Q(enterprise__in=kept_by(user)))
    once_own = [row for row in past if matches(vars(row))]
    erase_from_reports(user, [*own, *once_own], kept_by(user))
    for contact in own:
        contact.delete()
    _blank_rows(Contact.history, past, matches)
    of_drafts = Q(enterprise__in=kept_by(user)) | Q(content__icontains=user.email)
    for drafts in (Revision.objects, Revision.history):
        rows = drafts.filter(of_drafts)
        _rewrite(drafts, rows, "content", lambda said: _without(said, matches))
    of_merges = Q(survivor__in=kept_by(user)) | Q(merged__in=kept_by(user))
    for column in ("before", "changes", "left"):
        rows = Merge.objects.filter(of_merges | Q(**{f"{column}__icontains": user.email}))
        _rewrite(Merge.objects, rows, column, lambda said: _blanked(said, matches))


def _blank_rows(manager: Any, rows: Any, matches: Matches) -> None:
    own = [row.pk for row in rows.iterator() if matches(vars(row))]
    manager.filter(pk__in=own).update(**dict.fromkeys(NAMED_BY, ""))


def _rewrite(manager: Any, rows: Any, column: str, change: Callable[[Any], Any]) -> None:
    """Store what a function makes of a JSON column, where that is anything else."""
    for row in rows.iterator():
        before = getattr(row, column)
        if (after := change(before)) != before:
            manager.filter(pk=row.pk).update(**{column: after})


def _without(content: dict, matches: Matches) -> dict:
    """Return a draft without the rows that are this person."""
    return {
        part: [row for row in said if not (isinstance(row, dict) and matches(row))]
        if isinstance(said, list)
        else said
        for part, said in content.items()
    }


def _blanked(value: Any, matches: Matches) -> Any:
    """Return what a merge kept, in which this person's rows stay without saying who it is."""
    if isinstance(value, list):
        return [_blanked(each, matches) for each in value]
    if not isinstance(value, dict):
        return value
    if "person" in value and matches(value):
        return {**value, **{name: "" for name in NAMED_BY if name in value}}
    return {key: _blanked(each, matches) for key, each in value.items()}


def delete_own_drafts(user: User) -> None:
    """Delete profiles that the person began, nobody else keeps and the Department never saw."""
    for draft in list(abandoned(Enterprise.objects.filter(memberships__user=user))):
        if not draft.memberships.exclude(user=user).exists():
            forget_draft(draft)


def abandoned(drafts: Any) -> Any:
    """Filter to drafts of members that were never submitted and that nobody else asks for."""
    unsent = drafts.filter(state=Enterprise.State.DRAFT, merged_into=None)
    unsent = unsent.exclude(revisions__submitted_at__isnull=False)
    return unsent.exclude(claims__state=Claim.State.WAITING).distinct()


def forget_draft(draft: Enterprise) -> None:
    """Delete a draft with its histories: it was never anybody's but its writer's."""
    key = draft.pk
    related = [relation.related_model for relation in Enterprise._meta.related_objects]
    draft.delete()
    for model in related:
        if hasattr(model, "history") and any(
            field.name == "enterprise" for field in model._meta.fields
        ):
            model.history.filter(enterprise=key).delete()
    Enterprise.history.filter(id=key).delete()
