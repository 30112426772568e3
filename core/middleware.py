"""What every request passes before a view sees it."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

PUBLIC_SECONDS = 60


def refuse_null_bytes(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 400 to NUL in an address: PostgreSQL cannot store it, and no honest page sends it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL byte in the address")
        return get_response(request)

    return middleware


def keep_personal_pages_private(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Say how each page may be kept: by everyone for a minute, or by nobody.

    A page is everybody's where its reader came without a session or a form's token, and got none.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "Cache-Control" in response:
            return response
        if _is_personal(request):
            patch_cache_control(response, private=True, no_store=True)
        elif _is_kept(response) and request.method in ("GET", "HEAD"):
            patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS)
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
