"""Addresses that name no programme: the room's own, and those that were printed once."""

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponsePermanentRedirect

from programme.models import Programme
from programme.pages import programme_url


def current_programme(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the current programme, which is another one from time to time."""
    programme = _known(Programme.objects.main())
    return HttpResponseRedirect(_with_query(request, programme.get_absolute_url()))


def printed_address(
    request: HttpRequest, page: str, **named: object
) -> HttpResponsePermanentRedirect:
    """Lead for ever to the programme that printed the address; a form goes along as it was sent."""
    programme = _known(_printer(named.get("pk")))
    address = _with_query(request, programme_url(programme, page, **named))
    return HttpResponsePermanentRedirect(
        address, preserve_request=request.method not in ("GET", "HEAD")
    )


def _printer(report: object) -> Programme | None:
    """Return the programme of a consolidated report (by key); of all else Decision 2869's."""
    if report is not None:
        return Programme.objects.filter(consolidated_reports=report).first()
    return Programme.objects.printed_without_slug()


def _known(programme: Programme | None) -> Programme:
    if programme is None:
        raise Http404("No programme has been entered")
    return programme


def _with_query(request: HttpRequest, address: str) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address
