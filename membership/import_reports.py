"""What reports of imports say of a person, taken out with the account.

A report tells row by row what was added, changed and put right: names, telephones and addresses of
contacts among it. It is kept for as long as the import is.
"""

import re
from collections.abc import Callable

from accounts.models import User
from core.imports.outcomes import Message, RowOutcome, pack, unpack
from core.models import SpreadsheetImport
from core.text import fold
from enterprises.models import Contact, Enterprise

GONE = "–"  # instead of what was said
MIN_DIGITS = 8  # of a telephone number that is nobody else's
Tells = Callable[[RowOutcome, Message], bool]


def erase_from_reports(user: User, own: list[Contact], kept: set[int]) -> None:
    """Blank each message that tells the person's address, a telephone of theirs, or their name.

    `own` are the contacts that are the person, past ones too; `kept` the enterprises among whose
    rows somebody of their name is they.
    """
    tells = _tells(user, own, kept)
    for report in SpreadsheetImport.objects.exclude(outcomes=b"").defer("content").iterator():
        rows = unpack(bytes(report.outcomes))
        said = [m for row in rows for m in row.messages if m.text != GONE and tells(row, m)]
        for message in said:
            message.text = GONE
        if said:
            SpreadsheetImport.objects.filter(pk=report.pk).update(outcomes=pack(rows))


def _tells(user: User, own: list[Contact], kept: set[int]) -> Tells:
    email, name = user.email.lower(), fold(user.full_name)
    phones = {digits for row in own if len(digits := _digits(row.phone)) >= MIN_DIGITS}
    names = Enterprise.objects.filter(pk__in=kept).values_list("name_key", flat=True)
    enterprises = {*names, *(fold(row.enterprise.legal_name) for row in own)}

    def tells(row: RowOutcome, message: Message) -> bool:
        if email in message.text.lower():
            return True
        if any(phone in _digits(message.text) for phone in phones):
            return True
        return bool(name) and name in fold(message.text) and fold(row.name) in enterprises

    return tells


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
