"""A page that asks for something by itself, as the autosave of a report does."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def autosave(request: HttpRequest) -> HttpResponse:
    """Answer whether somebody is logged in, without being a sign of anybody's presence."""
    response = HttpResponse(str(request.user.is_authenticated))
    response.is_unattended = True
    return response


urlpatterns = [path("autosave/", autosave)]
