"""Addresses of merged records lead to the record that stands for them."""

from django.http import HttpResponsePermanentRedirect


def moved_to(address: str) -> HttpResponsePermanentRedirect:
    """For good; but browsers ask again after an hour, because a merge can be undone."""
    return HttpResponsePermanentRedirect(address, headers={"Cache-Control": "max-age=3600"})
