"""Devices: in words, and those from which somebody has logged in before, by a signed cookie."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

from accounts.models import User

COOKIE = "__Host-device" if settings.PRODUCTION else "device"
SALT = "accounts.devices"
MAX_AGE = 365 * 24 * 60 * 60  # seconds
MAX_ACCOUNTS = 10
# The first that a browser names itself by; most also name those that they descend from.
BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("coc_coc", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_name(user_agent: str) -> str:
    """Return browser and system as people call them; nothing where neither is known."""
    named = (
        next((name for mark, name in names if mark in user_agent), "")
        for names in (BROWSERS, SYSTEMS)
    )
    return " · ".join(filter(None, named))


def _read(request: HttpRequest) -> tuple[str, list[int]]:
    """Return the device's own number and the accounts that have logged in on it."""
    try:
        name, accounts = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=MAX_AGE)
    except (signing.BadSignature, TypeError, ValueError):
        return "", []
    return name, accounts


def known_device(request: HttpRequest, account: int | None) -> str:
    """Return the device's number where the account has logged in on it before, else nothing."""
    name, accounts = _read(request)
    return name if account in accounts else ""


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Write the cookie: it says that this account was here, and opens nothing by itself."""
    name, accounts = _read(request)
    accounts = [user.pk, *(pk for pk in accounts if pk != user.pk)][:MAX_ACCOUNTS]
    response.set_cookie(
        COOKIE,
        signing.dumps([name or get_random_string(22), accounts], salt=SALT),
        max_age=MAX_AGE,
        secure=settings.PRODUCTION,
        httponly=True,
        samesite="Lax",
    )
