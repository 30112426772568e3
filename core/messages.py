"""Notices for the next page, in a cookie that belongs to this host alone."""

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    """Django's cookie of notices under a name that browsers take from this host only, by TLS."""

    cookie_name = "__Host-messages"


class HostMessageStorage(FallbackStorage):
    """In the cookie as far as they fit, else in the session."""

    storage_classes = (HostCookieStorage, SessionStorage)
