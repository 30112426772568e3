"""How much the portal is used, counted without knowing by whom.

Pages, searches and downloads are counted in each process (`counting`) and written together; words
that found nothing are kept with care (`fruitless`). Only what a browser asks for counts
(`visits`), by the room that answered (`rooms`).
"""

from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class CountedSearch:
    """What somebody searched for, and whether anything was found."""

    words: str
    is_found: bool
    is_narrowed: bool  # by other conditions, so that the words alone may find something


def note_search(request: HttpRequest, search: CountedSearch) -> None:
    """Have a search counted with the request that asked for it."""
    request.usage_search = search  # type: ignore[attr-defined]


def noted_search(request: HttpRequest) -> CountedSearch | None:
    """Return the search that this request was, if it was one."""
    return getattr(request, "usage_search", None)
