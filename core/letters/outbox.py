"""Sending what is in the outbox: each letter once, again later where no server took it.

A letter is taken in one transaction, sent outside of any, and settled in another. Who is killed
between the last two leaves a letter that may have gone, and so does a server that broke off before
it answered: it goes once more, and says so.
"""

import re
from contextlib import suppress
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils.timezone import now

from core.letters import suppression
from core.models import Letter, UsageCount
from core.usage.counting import count_now

State = Letter.State
ADDRESS = re.compile(r"\S+@\S+")
# Refused for what the letter or its receiver is: the server itself is there for others.
OF_ONE_LETTER = (SMTPRecipientsRefused, SMTPDataError)
# The server's own answer: such a letter has not gone.
NOT_TAKEN = (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError)


class BrokenOff(Exception):
    """The server had the letter, or a part of it, and then answered nothing."""

    def __init__(self, error: OSError) -> None:
        self.error = error


class ServerAway(Exception):
    """No letter goes now, whichever it is."""


def send_due() -> int:
    """Send all that is due, for as long as the mail server takes it; how many were tried."""
    tried = 0
    while send_next():
        tried += 1
    return tried


def send_next() -> bool:
    """Try the next letter; whether there was one. ServerAway where no other would go either."""
    row = _take()
    if row is None:
        return False
    send(row)
    return True


def _take() -> Letter | None:
    """Mark the next letter as being sent; two workers never take the same."""
    if not Letter.objects.due().exists():
        return None
    with transaction.atomic():
        due = Letter.objects.due().order_by("due", "pk").select_for_update(skip_locked=True)
        row = due.filter(kind__in=Letter.PROMPT).first() or due.first()
        if row is not None:
            row.state, row.taken_at, row.tries = State.SENDING, now(), row.tries + 1
            row.save(update_fields=["state", "taken_at", "tries"])
    return row


def send(row: Letter) -> None:
    """Send a letter that was taken, and record what has become of it."""
    if row.kind in Letter.UNASKED and suppression.is_stopped(suppression.digest_of(row.to)):
        row.settle(State.STOPPED)
        return
    try:
        _hand_over(EmailMessage(row.subject, row.body, to=[row.to], headers=row.headers))
    except BrokenOff as broken:
        row.send_once_more(told(broken.error), row.pause)
        raise ServerAway(told(broken.error)) from broken
    except (OSError, ImproperlyConfigured) as error:  # smtplib's errors too; a wrong setting
        _not_taken(row, error)
    except Exception as error:  # a line end in a name: no server will ever take it
        row.settle(State.FAILED, told(error))
    else:
        _gone(row)


def _hand_over(letter: EmailMessage) -> None:
    """Give a letter to the mail server. BrokenOff where nobody knows whether it took it."""
    connection = letter.connection = get_connection()
    try:
        connection.open()
        try:
            letter.send()
        except OSError as error:
            if isinstance(error, NOT_TAKEN):
                raise
            raise BrokenOff(error) from error
    finally:
        with suppress(OSError):  # what was said is said
            connection.close()


@transaction.atomic
def _gone(row: Letter) -> None:
    suppression.note_delivery(row.to)
    row.settle(State.SENT)
    count_now(UsageCount.Kind.LETTER, row.kind, row.language)
    for label, key in row.marks:
        unsent = apps.get_model(label)._base_manager.filter(pk=key, sent_at=None)
        unsent.update(sent_at=row.sent_at)


def _not_taken(row: Letter, error: Exception) -> None:
    if is_unknown_receiver(error):
        with transaction.atomic():
            suppression.note_refusal(row.to)
            row.settle(State.FAILED, told(error))
        return
    row.put_off(told(error))
    if not isinstance(error, OF_ONE_LETTER):
        raise ServerAway(told(error)) from error


def is_unknown_receiver(error: Exception) -> bool:
    """Whether the server says for good that it has no such receiver.

    5.7 is policy (it relays for nobody, it wants a password): that is mended at the server.
    """
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    answers = error.recipients.values()
    return all(code >= 500 and not bytes(text).startswith(b"5.7") for code, text in answers)


def told(error: Exception) -> str:
    """Return an error for whoever mends it, without the addresses that servers repeat."""
    said = ADDRESS.sub("…", str(error) if isinstance(error, SMTPException | OSError) else "")
    return f"{type(error).__name__}: {said}".removesuffix(": ")


@transaction.atomic
def take_up_cut_off() -> None:
    """Have letters sent whose sender was killed: once more, marked; then a person decides."""
    for row in Letter.objects.cut_off().select_for_update(skip_locked=True):
        row.send_once_more("its sender was killed")
