"""URLs of merged records lead to the record that replaces them."""

from django.http import HttpResponsePermanentRedirect


def moved_to(url: str) -> HttpResponsePermanentRedirect:
    """Redirect for good; browsers ask again after an hour, because a merge can be undone."""
    return HttpResponsePermanentRedirect(url, headers={"Cache-Control": "max-age=3600"})
