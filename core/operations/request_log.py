"""The number of a request, and the line that tells what became of it."""

import logging
import secrets
import sys
import time
from collections.abc import Callable

from django.core.signals import got_request_exception
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from core.operations.logs import kind_of, request_id
from core.requests import network_address
from core.scrubbing import logged_path

log = logging.getLogger(__name__)


def log_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request a number, which error pages show too, and log one line about it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token, began = request_id.set(secrets.token_hex(6)), time.perf_counter()
        try:
            response = get_response(request)
            response["X-Request-ID"] = request_id.get()
            seconds = time.perf_counter() - began
            log.info("request", extra={"fields": _fields(request, response, seconds)})
            return response
        finally:
            request_id.reset(token)

    return middleware


def _fields(request: HttpRequest, response: HttpResponse, seconds: float) -> dict[str, object]:
    # Whoever was looked up meanwhile: the log asks the database nothing.
    user = getattr(request, "_cached_user", None)
    fields = {
        "method": request.method,
        "path": logged_path(request),
        "status": response.status_code,
        "milliseconds": round(seconds * 1000),
        "user": user.pk if user else None,
        "ip": network_address(request),
    }
    error = getattr(request, "error_kind", "")
    return fields | {"error": error} if error else fields


@receiver(got_request_exception)
def _note_error(request: HttpRequest | None = None, **kwargs: object) -> None:
    error = sys.exception()
    if request is not None and error is not None:
        request.error_kind = kind_of(error)  # type: ignore[attr-defined]
