"""What every request passes before a view sees it."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

PUBLIC_SECONDS = 60
# Nothing of the portal asks a browser for any of these.
_REFUSED = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope",
    "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "usb",
)  # fmt: skip
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in _REFUSED)


def add_security_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse devices to every page, and the page to other sites unless its view says otherwise.

    Which windows may hold on to it (Cross-Origin-Opener-Policy) Django says.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def refuse_null_bytes(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 400 to NUL in an address: PostgreSQL cannot store it, and no honest page sends it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL byte in the address")
        return get_response(request)

    return middleware


def refuse_large_bodies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 413 to what no form of the portal sends, before any of it is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.REQUEST_MAX_BYTES:
            raise RequestDataTooBig("longer than REQUEST_MAX_BYTES")
        return get_response(request)

    return middleware


def keep_personal_pages_private(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Say how each page may be kept: by shared caches for a minute, or by nobody.

    A page is everybody's where its reader came without a session or a form's token, and got none.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "Cache-Control" in response:
            return response
        if _is_personal(request):
            patch_cache_control(response, private=True, no_store=True)
        elif _is_kept(response) and request.method in ("GET", "HEAD"):
            # A browser asks each time, so that nobody sees an old page after a change of theirs.
            patch_cache_control(response, public=True, max_age=0, s_maxage=PUBLIC_SECONDS)
        return response

    return middleware


def _is_personal(request: HttpRequest) -> bool:
    cookies = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    brought = cookies & request.COOKIES.keys()
    given = request.session.modified or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    return bool(brought or given)


def _is_kept(response: HttpResponse) -> bool:
    """Pages and files; not what machines ask for, such as the health of the portal."""
    is_file = "Content-Disposition" in response
    return response.status_code == 200 and (
        is_file or response.get("Content-Type", "").startswith("text/html")
    )
