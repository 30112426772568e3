"""What somebody has typed, when it could not be saved: a form to send again.

Only of a post that has passed the check of its token: nobody else's words stand in a page of the
portal. Passwords, keys and files are asked for again.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.middleware.csrf import CsrfViewMiddleware

MAX_FIELDS = 2000
MAX_CHARACTERS = 500_000
_SECRET = re.compile(r"passw|passphrase|token|secret", re.IGNORECASE)
_FOR_MACHINES = re.compile(r"_.*|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS")  # buttons, counts


@dataclass(frozen=True)
class KeptField:
    """A field as it was sent; `kind`: text, hidden, and without their value secret and file."""

    name: str
    value: str
    kind: str

    @property
    def rows(self) -> int:
        """How many lines a box needs for it, within reason."""
        return min(1 + len(self.value) // 80 + self.value.count("\n"), 12)


def kept_fields(request: HttpRequest) -> list[KeptField]:
    """Return what was typed; nothing where it is too much, or nothing that a person has sent."""
    if not _has_its_token(request):
        return []
    try:
        sent = [(name, value) for name, values in request.POST.lists() for value in values]
        files = [KeptField(name, "", "file") for name in request.FILES]
    except (SuspiciousOperation, RequestDataTooBig, UnreadablePostError, OSError):
        return []
    if len(sent) > MAX_FIELDS or sum(len(value) for _, value in sent) > MAX_CHARACTERS:
        return []
    fields = [_kept(request, *each) for each in sent if each[0] != "csrfmiddlewaretoken"]
    return [*fields, *files]


def _has_its_token(request: HttpRequest) -> bool:
    """Whether the check has passed; it is made here where the database was gone before it."""
    if getattr(request, "csrf_processing_done", False):
        return True
    check = CsrfViewMiddleware(lambda request: HttpResponse())
    return check.process_view(request, kept_fields, (), {}) is None


def _kept(request: HttpRequest, name: str, value: str) -> KeptField:
    if _is_secret(request, name):
        return KeptField(name, "", "secret")
    is_seen = value.strip() and not _FOR_MACHINES.fullmatch(name)
    return KeptField(name, value, "text" if is_seen else "hidden")


def _is_secret(request: HttpRequest, name: str) -> bool:
    """Whether a field holds a secret; 'code' is one where it proves who somebody is."""
    match = request.resolver_match
    proves = match is not None and match.view_name.startswith(("mfa_", "account_"))
    return bool(_SECRET.search(name)) or (proves and name in {"code", "key"})
