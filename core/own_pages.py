"""Addresses of this portal's own pages, as far as a request names one."""

from urllib.parse import urlsplit, urlunsplit

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
