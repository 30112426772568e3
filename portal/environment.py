"""Reading the environment: what a variable must be, told in one sentence when it is not.

Values of secrets are never repeated: the message may end in a log.
"""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from django.db import OperationalError, connection

_LABEL = r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?"
_HOST = re.compile(rf"\.?{_LABEL}(\.{_LABEL})*", re.IGNORECASE)
_DATABASES = ("postgres", "postgresql", "sqlite")
SECRET_LENGTH, SECRET_LETTERS = 50, 5  # as Django's own check of a deployment asks


class BadSetting(ImproperlyConfigured):
    """A variable with which the portal does not start: which it is, and what is expected."""


def text(name: str, default: str = "") -> str:
    """Return a variable's text without spaces around it; an empty one counts as missing."""
    return os.environ.get(name, "").strip() or default


def required(name: str, expected: str) -> str:
    """Return the text of a variable that production cannot do without."""
    value = text(name)
    if not value:
        raise BadSetting(
            f"{name} is not set; production does not start without it. Expected: {expected}."
        )
    return value


def choice(name: str, options: tuple[str, ...], default: str) -> str:
    """Return one of the options."""
    value = text(name, default)
    if value not in options:
        raise _wrong(name, value, " or ".join(map(repr, options)))
    return value


def boolean(name: str, default: bool = False) -> bool:
    """Return what 1 or 0 says."""
    return choice(name, ("1", "0"), str(int(default))) == "1"


def whole_number(name: str, default: int, least: int, most: int) -> int:
    """Return a whole number within bounds."""
    value = text(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
        raise _wrong(name, value, f"a whole number from {least} to {most}")
    return int(value)


def secret_key(name: str) -> str:
    """Return a secret that is long enough to be one."""
    expected = f"{SECRET_LENGTH} random characters or more"
    value = required(name, expected)
    if len(value) < SECRET_LENGTH or len(set(value)) < SECRET_LETTERS:
        raise BadSetting(f"{name} is too short or too regular; expected: {expected}.")
    return value


def hosts(name: str) -> list[str]:
    """Return host names; one with a leading dot stands for its subdomains too."""
    expected = "host names separated by commas, such as cnht.example.vn,www.cnht.example.vn"
    found = [host.strip() for host in required(name, expected).split(",") if host.strip()]
    for host in found:
        if not _HOST.fullmatch(host):
            raise _wrong(name, host, expected)
    if not found:
        raise _wrong(name, text(name), expected)
    return found


def host(name: str, expected: str) -> str:
    """Return the name or address of one machine."""
    value = required(name, expected)
    if not _HOST.fullmatch(value):
        raise _wrong(name, value, expected)
    return value


def url(name: str, default: str) -> str:
    """Return the address of a site: scheme and host, maybe a port, no path."""
    value = text(name, default).rstrip("/")
    parts = _split(value)
    if parts is None or parts.scheme not in {"http", "https"} or value.count("/") != 2:
        raise _wrong(name, value, "an address without path, such as https://cnht.example.vn")
    return value


def listening_address(name: str) -> tuple[str, int] | None:
    """Return host and port to listen on; None where none is set."""
    if not (value := text(name)):
        return None
    parts = _split(f"tcp://{value}")
    if parts is None or not parts.port or value != parts.netloc:
        raise _wrong(name, value, "host and port, such as 127.0.0.1:9464")
    return parts.hostname or "", parts.port


def mail_address(name: str, value: str) -> str:
    """Return the value if letters can go to or come from it, with or without a name beside it."""
    bare = value[value.rfind("<") + 1 : -1] if value.endswith(">") else value
    try:
        validate_email(bare)
    except ValidationError:
        raise _wrong(name, value, "a mail address, such as cnht@example.vn") from None
    return value


def database(name: str, value: str) -> dict:
    """Return Django's settings of the database at an address."""
    expected = "postgres://user:password@host/name"
    try:
        found = dj_database_url.parse(value, conn_max_age=60, conn_health_checks=True)
    except ValueError:
        found = None
    if not found or value.partition(":")[0] not in _DATABASES or not found["NAME"]:
        raise BadSetting(f"{name} is no address of a database; expected: {expected}.")
    return dict(found)


def folder(name: str, default: Path) -> Path:
    """Return a folder in which files can be stored; it is made where it is missing."""
    path, expected = Path(text(name, str(default))), "a folder that the portal's user may write to"
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _wrong(name, f"{path} ({error.strerror})", expected) from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise _wrong(name, str(path), expected)
    return path


def database_refusal(error: OperationalError) -> str:
    """Return why a command has got no connection to the database; empty where it had one."""
    if connection.connection is not None:
        return ""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return _no_database(error, "PORTAL_DATA", told["NAME"], "a folder that can be written to")
    where = f"{told['HOST'] or 'localhost'}:{told['PORT'] or 5432}/{told['NAME']}"
    return _no_database(error, "DATABASE_URL", where, "a database that answers to this address")


def _no_database(error: OperationalError, name: str, where: object, expected: str) -> str:
    reason = str(error).strip().splitlines()[0]
    return f"{name}: no connection to the database {where} ({reason}); expected: {expected}."


def _split(value: str):
    """Return the parts of an address with a host and a possible port; None where it has not."""
    try:
        parts = urlsplit(value)
        usable = parts.hostname and _HOST.fullmatch(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if usable else None


def _wrong(name: str, value: str, expected: str) -> BadSetting:
    return BadSetting(f"{name} is {value!r}; expected: {expected}.")
