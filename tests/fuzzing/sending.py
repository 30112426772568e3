"""Sending what a browser would not, byte for byte, and what a refusal must leave as it was."""

from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlencode, urlsplit

from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from tests.fuzzing.discovery import FoundForm
from tests.fuzzing.values import Pairs

BOUNDARY = "fuzzingfuzzingfuzzing"
# What counts and tells of refusals, too.
UNCOUNTED = {"core_cache", "django_session", "core_auditevent"}


class Undone(Exception):
    """Takes back what was written."""


def taken_back(attempt: Callable[[], object]) -> None:
    """Do it, and leave the database as it was."""
    with suppress(Undone), transaction.atomic():
        attempt()
        raise Undone


def send(client: Client, form: FoundForm, pairs: Pairs) -> HttpResponse:
    """Send the form as a browser would that knows no rules."""
    if form.method == "get":
        return client.get(f"{urlsplit(form.action).path}?{encoded(pairs)}")
    if form.has_files:
        content_type = f"multipart/form-data; boundary={BOUNDARY}"
        return client.post(form.action, multipart(pairs), content_type=content_type)
    content_type = "application/x-www-form-urlencoded"
    return client.post(form.action, encoded(pairs), content_type=content_type)


def encoded(pairs: Pairs) -> str:
    return urlencode(pairs, errors="surrogatepass")


def multipart(pairs: Pairs) -> bytes:
    return b"".join(part(name, value) for name, value in pairs) + f"--{BOUNDARY}--\r\n".encode()


def part(name: str, value: str | tuple[str, bytes]) -> bytes:
    file, content = value if isinstance(value, tuple) else ("", raw(value))
    about = f'; filename="{file}"\r\nContent-Type: application/pdf' if file else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{about}\r\n\r\n'
    return raw(head) + content + b"\r\n"


def raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def rows_of_all_tables() -> dict[str, int]:
    """Count every table's rows, but those that a refusal may add to."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    counted = sorted(tables - UNCOUNTED)
    quote = connection.ops.quote_name
    one = "SELECT count(*) FROM "
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"({one}{quote(table)})" for table in counted))
        return dict(zip(counted, cursor.fetchone(), strict=True))
