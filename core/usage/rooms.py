"""Which room of the portal answers a request, and how rooms are called."""

from django.apps import apps
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BACK_OFFICE = "backoffice"
_LABELS = {BACK_OFFICE: _("Trang quản trị"), "portal": _("Trang chủ")}
_OF_LIBRARIES = {"allauth": "accounts"}  # their pages stand in a room of the portal's own


def room_of(request: HttpRequest) -> str:
    """Return the room whose view answered, by its app's label; empty where there was no view."""
    match = request.resolver_match
    if match is None:
        return ""
    if match.app_names[:1] == ["admin"]:
        return BACK_OFFICE
    package = match.func.__module__.partition(".")[0]
    return _OF_LIBRARIES.get(package, package)


def room_label(room: str) -> str | Promise:
    """Return what people call a room; its name where its app is gone."""
    if room in _LABELS:
        return _LABELS[room]
    return apps.get_app_config(room).verbose_name if room in apps.app_configs else room
