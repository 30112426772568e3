"""Telling the owners of a profile which certificates end soon, once for each of a few days."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby

from django.db import transaction
from django.utils.timezone import localdate

from core.letters import Kind, letter, portal_url
from enterprises.models import Certificate, Enterprise
from membership.models import Membership
from verification.models import CertificateReminder

DAYS = (90, 30, 7)  # before the end, the first being the earliest


def send_reminders() -> int:
    """Enqueue what is due today; how many letters. A second run finds nothing left to tell.

    Where several days were missed, one letter tells what is nearest: nobody gets three at once.
    """
    ending = Certificate.objects.ending_by(localdate() + timedelta(days=max(DAYS)))
    rows = ending.order_by("enterprise_id", "valid_to", "pk").select_related("standard")
    by_enterprise = groupby(rows.iterator(), key=lambda row: row.enterprise_id)
    return sum(_remind(key, list(rows)) for key, rows in by_enterprise)


@transaction.atomic
def _remind(key: int, certificates: Iterable[Certificate]) -> int:
    """One enterprise's letters, with the record of what they name."""
    enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=key)
    owners = list(enterprise.memberships.owners().select_related("user"))
    if not owners:
        return 0  # whoever becomes an owner is reminded then
    due = [(certificate, _note(certificate)) for certificate in certificates]
    new = [(certificate, noted) for certificate, noted in due if noted]
    for owner in owners if new else ():
        _write_to(owner, *zip(*new, strict=True))
    return len(owners) if new else 0


def _note(certificate: Certificate) -> CertificateReminder | None:
    """Record the reminder of this end at this day; None where it is not new."""
    left = (certificate.valid_to - localdate()).days
    days = min(day for day in DAYS if left <= day)
    row, is_new = CertificateReminder.objects.get_or_create(
        certificate=certificate, valid_to=certificate.valid_to, days=days
    )
    return row if is_new else None


def _write_to(
    owner: Membership,
    certificates: tuple[Certificate, ...],
    reminders: tuple[CertificateReminder, ...],
) -> None:
    """Tell an owner which certificates end soon, in the language in which they signed up."""
    language, enterprise = owner.user.language, owner.enterprise
    context = {
        "user": owner.user,
        "enterprise": enterprise,
        "certificates": certificates,
        "page": portal_url("editing:part", enterprise.pk, "certificates", language=language),
    }
    letter(
        "verification/letters/certificates_end.txt",
        owner.user.email,
        language,
        context,
        kind=Kind.REMINDER,
        marks=reminders,
    )
