"""Texts and addresses without what says who somebody is, or opens something: for logs."""

import re

from django.http import HttpRequest

# Captured parts of an address that may be told; anything else may be a key or a token.
_OPEN = {"slug", "part", "programme", "number", "quarter", "form", "format", "verb", "object_id"}
_SCRUBBED = [
    (re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}"), "…@…"),
    (re.compile(r"\?[^\s\"'<>]+"), "?…"),
    # PostgreSQL quotes the row that it refuses, and the statement with its values.
    (re.compile(r"^(DETAIL|LINE \d+|CONTEXT):.*$", re.MULTILINE), r"\1: …"),
]


def scrubbed(text: str) -> str:
    """Return a text without mail addresses, query strings and quoted rows."""
    for pattern, instead in _SCRUBBED:
        text = pattern.sub(instead, text)
    return text


def logged_path(request: HttpRequest) -> str:
    """Return the path of a request without keys; of an unknown one the first part alone."""
    match = request.resolver_match
    if match is None:
        first, _, rest = request.path.lstrip("/").partition("/")
        return scrubbed(f"/{first[:30]}/…" if rest else f"/{first[:30]}")
    path = request.path
    for name, value in match.captured_kwargs.items():  # type: ignore[attr-defined]  # no stub
        if isinstance(value, str) and name not in _OPEN:
            path = path.replace(value, "…")
    return scrubbed(path)
