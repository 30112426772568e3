"""What a request says: from where it comes, and which of the portal's own pages it names."""

from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def own_page(request: HttpRequest, address: str, fragment: str = "") -> str:
    """Return path and query of an address of this portal, ready for a redirect; else "".

    What comes out names no host, and nothing that a browser takes for one: `//evil`, `/\\evil`.
    """
    host, secure = {request.get_host()}, request.is_secure()
    if not url_has_allowed_host_and_scheme(address, host, secure):
        return ""
    _scheme, _host, path, query, _fragment = urlsplit(address)
    page = urlunsplit(("", "", path, query, fragment))
    is_local = page.startswith("/") and url_has_allowed_host_and_scheme(page, None)
    return page if is_local else ""


def network_address(request: HttpRequest) -> str | None:
    """Return the visitor's address as the trusted proxies give it."""
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:  # the proxy gave none
        return None
