"""Writing and deciding revisions: each step in one transaction, and nobody's text is lost."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.models import User
from core.concurrency.conflicts import EditConflict, check_versions, fingerprint
from enterprises.models import Enterprise
from enterprises.search.entries import reindex
from membership.editing.parts import PARTS, Payload, write_parts
from membership.models import Revision


def open_revision(enterprise: Enterprise) -> Revision | None:
    """Return the revision of this enterprise that is being written or waits, if any."""
    return Revision.objects.open().filter(enterprise=enterprise).first()


def current(part: str, enterprise: Enterprise, revision: Revision | None) -> Payload:
    """Return the part as the revision has it, or without one, as the profile has it."""
    if revision and part in revision.content:
        return revision.content[part]
    return PARTS[part].live(enterprise)


@transaction.atomic
def save_part(enterprise: Enterprise, part: str, payload: Payload, by: User, seen: str) -> bool:
    """Keep what a part is to say; whether that differs from the profile.

    `seen` is the fingerprint of what the form was opened with: EditConflict where the part has
    changed since, by whomever. ValidationError while the revision waits for review.
    """
    enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    revision = open_revision(enterprise) or Revision(enterprise=enterprise)
    revision.must_be_editable()
    now = current(part, enterprise, revision)
    if fingerprint(now) != seen and now != payload:
        raise _conflict(revision, part, enterprise, now)
    is_new = payload != PARTS[part].live(enterprise)
    if is_new:
        revision.change_part(part, payload, by)
    elif part in revision.content:
        revision.reset_part(part)
    return is_new


def _conflict(revision: Revision, part: str, enterprise: Enterprise, now: Payload) -> EditConflict:
    if saved := part in revision.content and revision.saved[part]:
        by = User.objects.filter(pk=saved["by"]).first()
        return EditConflict(now, str(by or _("Hệ thống")), parse_datetime(saved["at"]))
    return EditConflict.with_last_change(enterprise, now)


def change_state(enterprise: Enterprise, verb: str) -> None:
    """Submit or withdraw the open revision; ValidationError where its state forbids that."""
    revision = open_revision(enterprise)
    if revision is None:
        raise ValidationError(_("Chưa có thay đổi nào để gửi."))
    {"submit": revision.submit, "withdraw": revision.withdraw}[verb]()


@contextmanager
def as_if_published(enterprise: Enterprise, revision: Revision | None) -> Iterator[Enterprise]:
    """Within it, the enterprise is what it would be if the revision were approved."""
    with transaction.atomic():
        fresh = Enterprise.objects.get(pk=enterprise.pk)
        if revision:
            write_parts(fresh, revision.content)
        yield Enterprise.objects.for_profile().get(pk=enterprise.pk)
        transaction.set_rollback(True)


@transaction.atomic
def decide(
    revision: Revision,
    approved: set[str],
    remarks: dict[str, str],
    by: User,
    seen: dict[str, int | None],
) -> Revision:
    """Publish the approved parts, return the others with remarks.

    `seen` are the versions that the reviewer looked at (`ReviewForm.seen`); ValidationError where
    either record has changed since, or where the profile's rules refuse a part.
    """
    # The enterprise first, as whoever writes a part locks the two.
    enterprises = Enterprise.objects.select_for_update(of=("self",))
    enterprise = enterprises.get(pk=revision.enterprise_id)
    revision = Revision.objects.select_for_update().get(pk=revision.pk)
    message = _("Hồ sơ hoặc bản cập nhật đã đổi sau khi bạn mở trang. Hãy xem lại rồi quyết định.")
    check_versions({"seen_revision": revision, "seen_enterprise": enterprise}, seen, message)
    if enterprise.merged_into_id:
        raise ValidationError(_("Bản ghi này đã gộp vào bản ghi khác, không duyệt được nữa."))
    approved = approved & revision.content.keys()
    write_parts(enterprise, {part: revision.content[part] for part in approved})
    if approved != revision.content.keys():
        revision.return_parts(remarks, approved, by)
    else:
        revision.approve(by)
        if enterprise.state == Enterprise.State.DRAFT:
            enterprise.publish_first()
    reindex(Enterprise.objects.filter(pk=enterprise.pk))
    return revision
