"""What of a request and its answer counts as use: pages, searches and downloads of people."""

import re
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.models.usage import UsageCount
from core.usage import noted_search
from core.usage.counting import counts
from core.usage.rooms import BACK_OFFICE, room_of

Kind = UsageCount.Kind
# Cubot makes telephones.
_ROBOT = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|scan|preview|monitor|archiv|headless|lighthouse"
    r"|facebookexternalhit|fetch|feed",
    re.IGNORECASE,
)


def count_usage(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Count each request that is somebody's, in memory alone (core/usage/counting.py)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if is_counted(request, response):
            language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
            room = room_of(request)
            for kind in _kinds(request, response, room):
                counts.add(kind, room, language)
            search = noted_search(request)
            if search and not search.is_found and not search.is_narrowed:
                counts.add_fruitless(search.words)
        return response

    return middleware


def is_counted(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a person's browser has asked for this, and was given it."""
    is_early = (
        "prefetch"
        in f"{request.headers.get('Sec-Purpose', '')}{request.headers.get('Purpose', '')}"
    )
    is_answer = request.method == "GET" and response.status_code == 200 and not is_early
    return is_answer and is_browser(request.headers.get("User-Agent", ""))


def is_browser(agent: str) -> bool:
    """Whether a programme presents itself as a browser; robots that pretend to be one count."""
    return agent.startswith(("Mozilla/", "Opera/")) and not _ROBOT.search(agent)


def _kinds(request: HttpRequest, response: HttpResponse, room: str) -> Iterator[Kind]:
    """Yield what the answer counts as; in the back office pages alone."""
    if not room:
        return
    is_file = response.get("Content-Disposition", "").startswith("attachment")
    is_page = response.get("Content-Type", "").startswith("text/html") and not is_file
    if is_page and not request.headers.get("HX-Request"):  # a part of a page that is there already
        yield Kind.PAGE
    if room == BACK_OFFICE:
        return
    if is_file:
        yield Kind.DOWNLOAD
    if search := noted_search(request):
        yield Kind.SEARCH
        if not search.is_found:
            yield Kind.FRUITLESS
