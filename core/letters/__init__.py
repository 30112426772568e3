"""Letters by e-mail: written in the receiver's language into the outbox, sent by the worker.

A letter is written in the transaction of what it tells, because the outbox is in the same
database: no letter without the write, none lost after it. `core/letters/outbox.py` sends them.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override

from core.letters.suppression import digest_of, is_stopped, stop_url
from core.models import Letter
from core.models.letters import masked

Kind = Letter.Kind


def letter(
    template: str,
    to: str,
    language: str,
    context: dict,
    *,
    kind: Letter.Kind,
    headers: dict[str, str] | None = None,
    marks: Iterable[Model] = (),
) -> Letter:
    """Have a letter sent; the template's first line is the subject, the rest is the body."""
    with override(language):
        text = render_to_string(template, context).strip()
    subject, _, body = text.partition("\n")
    return post(
        to,
        subject.strip(),
        body.strip() + "\n",
        kind=kind,
        language=language,
        headers=headers,
        marks=marks,
    )


def post(
    to: str,
    subject: str,
    body: str,
    *,
    kind: Letter.Kind = Kind.ACCOUNT,
    language: str | None = None,
    headers: dict[str, str] | None = None,
    marks: Iterable[Model] = (),
) -> Letter:
    """Have a text sent; without `language` it is in the reader's.

    The `sent_at` of each record of `marks` will say when it went. What the receiver has not asked
    for carries a link that stops it, and does not go where the receiver has stopped it.
    """
    row = Letter(
        to=to.strip().lower(), kind=kind, subject=subject, body=body, headers=headers or {}
    )
    row.language = language or get_language() or settings.LANGUAGE_CODE
    row.marks = [[record._meta.label, record.pk] for record in marks]
    if kind in Letter.UNASKED:
        _make_stoppable(row)
    row.save()
    return row


def _make_stoppable(row: Letter) -> None:
    if is_stopped(digest_of(row.to)):
        row.state, row.to = Letter.State.STOPPED, masked(row.to)
        row.subject, row.body, row.headers = "", "", {}
        return
    url = stop_url(row.to, row.language)
    with override(row.language):
        end = render_to_string("core/letters/stop.txt", {"url": url}).strip()
    row.body = f"{row.body.rstrip()}\n\n{end}\n"
    # One click in the mail program is enough (RFC 8058).
    row.headers = {
        **row.headers,
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def url_in_letter(request: HttpRequest, name: str, *args: object, language: str) -> str:
    """Return the whole URL of a page, as the receiver of a letter in this language reads it."""
    with override(language):
        return request.build_absolute_uri(reverse(name, args=args))


def portal_url(name: str, *args: object, language: str, **kwargs: object) -> str:
    """Return the same where no request has the host name of the portal."""
    with override(language):
        return settings.PORTAL_URL + reverse(name, args=args, kwargs=kwargs)


def forget_address(address: str) -> None:
    """Delete every letter to an address, and every one that names it: it is being erased."""
    Letter.objects.naming(address).delete()


def forget_name(name: str) -> None:
    """Delete letters that tell a person's full name; a single word would be in others' letters."""
    if " " in name.strip():
        Letter.objects.filter(body__contains=name.strip()).delete()


def forget_old() -> None:
    """Delete letters a month after they have gone, failed or been stopped."""
    Letter.objects.outdated().delete()
