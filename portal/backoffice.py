"""The back office: Django's admin under the portal's name, opening with what waits for its user."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Waiting:
    """Work that waits for the person who has just logged in."""

    label: str
    count: int
    url: str


WaitingList = Callable[[HttpRequest], Iterable[Waiting]]


class BackOffice(admin.AdminSite):
    """The admin site; each room registers a function that says what waits there for this user."""

    site_header = _("Quản trị Cổng thông tin công nghiệp hỗ trợ")
    site_title = _("Quản trị CNHT")
    index_title = _("Trang quản trị")
    enable_nav_sidebar = True

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._waiting_lists: list[WaitingList] = []

    def register_waiting(self, waiting_list: WaitingList) -> WaitingList:
        """Add a room's list of waiting work to the start page (usable as a decorator)."""
        self._waiting_lists.append(waiting_list)
        return waiting_list

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        waiting = [w for items in self._waiting_lists for w in items(request) if w.count]
        return super().index(request, {**(extra_context or {}), "waiting": waiting})
