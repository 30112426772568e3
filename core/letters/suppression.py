"""Addresses to which nothing unasked goes any more, and the link by which their holders say so."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.timezone import now
from django.utils.translation import override

from core.models import SuppressedAddress

SALT = "core.suppression"


def digest_of(address: str) -> str:
    """Return what is kept of an address: nobody finds the address from it without SECRET_KEY."""
    return salted_hmac(SALT, address.strip().lower(), algorithm="sha256").hexdigest()


def stop_url(address: str, language: str) -> str:
    """Return the link that proves, to whoever got it by letter, that the address is theirs."""
    token = Signer(salt=SALT).sign(digest_of(address))
    with override(language):
        return settings.PORTAL_URL + reverse("stop-letters", args=[token])


def digest_in(token: str) -> str | None:
    """Return the digest of the address to which a link went; None where nobody sent it."""
    try:
        return Signer(salt=SALT).unsign(token)
    except BadSignature:
        return None


def is_stopped(digest: str) -> bool:
    """Whether nothing unasked may go there."""
    row = SuppressedAddress.objects.filter(pk=digest).first()
    return row is not None and bool(row.stopped_at or row.refusals >= row.ENOUGH)


def stop(digest: str) -> None:
    """Send nothing unasked there any more; twice is once."""
    known = SuppressedAddress.objects.filter(pk=digest, stopped_at__isnull=False)
    if not known.exists():
        SuppressedAddress.objects.update_or_create(pk=digest, defaults={"stopped_at": now()})


def lift(digest: str) -> None:
    """Let letters go there again."""
    SuppressedAddress.objects.filter(pk=digest).delete()


def note_refusal(address: str) -> None:
    """Record that the receiver's server does not know the address."""
    row, _new = SuppressedAddress.objects.get_or_create(pk=digest_of(address))
    row.refusals, row.refused_at = row.refusals + 1, now()
    row.save(update_fields=["refusals", "refused_at"])


def note_delivery(address: str) -> None:
    """Forget an earlier refusal: the address is known after all."""
    refused = SuppressedAddress.objects.filter(pk=digest_of(address), stopped_at=None)
    refused.delete()
