"""Where a question to an enterprise is asked through the portal: a room above registers it.

A room registers in its AppConfig.ready: `asking.register(url_for)`.
"""

from collections.abc import Callable

from enterprises.models import Enterprise

UrlFor = Callable[[Enterprise], str]
_ways: list[UrlFor] = []


def register(url_for: UrlFor) -> None:
    """Add a way to ask; it returns "" where a question would reach nobody."""
    _ways.append(url_for)


def asking_url(enterprise: Enterprise) -> str:
    """Return the URL of the first way that reaches somebody, or ""."""
    return next(filter(None, (url_for(enterprise) for url_for in _ways)), "")
