"""The back office: Django's admin under the portal's name, opening with what waits for its user."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, wraps
from typing import Any

from allauth.account.utils import get_next_redirect_url
from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Count, Min, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import second_factor
from core.backoffice import typed
from core.backoffice.areas import Area, Areas, Desk
from core.backoffice.bulk import delete_selected
from core.backoffice.pickers import PickerView


@dataclass(frozen=True)
class Waiting:
    """Work that waits for the person who has just logged in."""

    label: str
    count: int
    url: str
    since: date | None = None  # on which the oldest came in
    area: str = ""  # its name; empty: that of the app whose list this is
    is_written: bool = True  # in letters to whom it waits for

    @classmethod
    def among(cls, label: str, records: QuerySet, url: str, came_in: str) -> "Waiting":
        """Count records in one query, with the day of the oldest; `came_in` is a time of theirs."""
        found = records.order_by().aggregate(count=Count("pk"), first=Min(came_in))
        first = found["first"]
        return cls(label, found["count"], url, localdate(first) if first else None)


@dataclass(frozen=True)
class OfficePage:
    """A page of an app's own, which the start page offers to those who may open it."""

    name: str  # of its URL pattern: admin:<name>
    path: str
    label: str | Promise
    permission: str
    view: Callable[[HttpRequest], HttpResponse]

    def is_for(self, request: HttpRequest) -> bool:
        """Whether this person may open it."""
        return request.user.has_perm(self.permission)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.is_for(request):
            raise PermissionDenied
        return self.view(request)


def office_page(
    request: HttpRequest,
    template: str,
    context: dict,
    status: int = 200,
    site: admin.AdminSite | None = None,
) -> TemplateResponse:
    """Return a page of one's own within the back office's frame; `context` has its `title`."""
    frame = (site or admin.site).each_context(request)
    return TemplateResponse(request, template, {**frame, **context}, status=status)


def _checked_anew(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except IntegrityError:
            return view(*args, **kwargs)

    return checked


def _kept_without_session(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a form that comes after its session's end be there again after the log-in."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "POST" and not request.user.is_authenticated:
            typed.keep(request)
        return view(request, *args, **kwargs)

    return kept


WaitingList = Callable[[HttpRequest], Iterable[Waiting]]
# The URL and label of what this person may do with a record elsewhere, or nothing.
RecordTool = Callable[[HttpRequest, Model], tuple[str, str] | None]


class BackOffice(admin.AdminSite):
    """The admin site; each room registers a function that says what waits there for this user."""

    site_header = _("Quản trị Cổng thông tin công nghiệp hỗ trợ")
    site_title = _("Quản trị CNHT")
    index_title = _("Trang quản trị")
    enable_nav_sidebar = True

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._actions = {"delete_selected": delete_selected}
        self._global_actions = self._actions.copy()
        self._views: list = []
        self._waiting_lists: list[WaitingList] = []
        self._pages: list[OfficePage] = []
        self._tools: dict[type[Model], list[RecordTool]] = {}
        self.areas = Areas()

    def register_areas(self, *areas: Area) -> None:
        """Say by which kinds of work the first page is grouped, in order of use."""
        self.areas.add(*areas)

    def register_waiting(self, waiting_list: WaitingList) -> WaitingList:
        """Add a room's list of waiting work to the start page (usable as a decorator)."""
        self._waiting_lists.append(waiting_list)
        return waiting_list

    def register_tool(self, model: type[Model], tool: RecordTool) -> None:
        """Offer something of another room's on the change page of this model's records."""
        self._tools.setdefault(model, []).append(tool)

    def tools(self, request: HttpRequest, record: Model) -> list[tuple[str, str]]:
        """URLs and labels of what other rooms offer this person for a record."""
        found = [tool(request, record) for tool in self._tools.get(type(record), ())]
        return [each for each in found if each]

    def register_page(self, page: OfficePage) -> None:
        """Add a page that is no model's."""
        self._pages.append(page)

    def register_views(self, *views: URLPattern) -> None:
        """Add pages for everyone who works here; each looks itself what its reader may see."""
        self._views += views

    def get_urls(self) -> list:
        pages = [path(p.path, self.admin_view(p), name=p.name) for p in self._pages]
        views = [
            path(str(view.pattern), self.admin_view(view.callback), name=view.name)
            for view in self._views
        ]
        area = path("linh-vuc/<slug:area>/", self.admin_view(self.area_page), name="area")
        # Not behind the log-in: what is typed when a session has ended is kept by its mark.
        kept = path("dang-go/", typed.typed_view, name="typed")
        return [*pages, *views, area, kept, *super().get_urls()]

    def waiting(self, request: HttpRequest) -> list[tuple[Area, Waiting]]:
        """Return what waits for this person, each with the area of work that it belongs to."""
        desks = self.areas.desks()
        return [
            (desks[each.area].area if each.area else self.areas.of_app(_app(items)), each)
            for items in self._waiting_lists
            for each in items(request)
            if each.count
        ]

    def desks(self, request: HttpRequest) -> list[Desk]:
        """Return what this person has to do in each area; areas without anything are left out."""
        desks, models = self.areas.desks(), self._lists(request)
        for label in self.areas.in_order(models):
            desks[self.areas.of_record(label).name].lists.append(models[label])
        for page in self._pages:
            if page.is_for(request):
                area = self.areas.of_app(_app(page.view))
                desks[area.name].pages.append((reverse(f"admin:{page.name}"), page.label))
        return [desk for desk in desks.values() if desk.lists or desk.pages]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Describe areas of work instead of apps, except where one app is asked for."""
        if app_label is not None:
            return super().get_app_list(request, app_label)
        return [desk.described() for desk in self.desks(request) if desk.lists]

    def _lists(self, request: HttpRequest) -> dict[str, dict[str, Any]]:
        """Describe as Django each model that this person may open, once a request.

        Not by `get_app_list`: every page has these lists, and to find and sort them anew by
        translated names would take a quarter of its time.
        """
        if not hasattr(request, "office_lists"):
            opened = {m: p for m, p in self._registry.items() if p.has_module_permission(request)}
            rights = {model: page.get_model_perms(request) for model, page in opened.items()}
            models = [_described(model, may) for model, may in rights.items() if any(may.values())]
            models.sort(key=lambda each: each["name"])
            vars(request)["office_lists"] = {each["model"]._meta.label: each for each in models}
        return vars(request)["office_lists"]

    def area_page(self, request: HttpRequest, area: str) -> HttpResponse:
        """Show the lists and pages of one area to those who have any there."""
        desk = next((each for each in self.desks(request) if each.area.name == area), None)
        if desk is None:
            raise Http404
        context = {"title": desk.area.label, "desk": desk}
        return office_page(request, "admin/area.html", context, site=self)

    def admin_view(  # type: ignore[override]  # as the stub names it, it has no arguments
        self, view: Callable[..., Any], cacheable: bool = False
    ) -> Callable[..., Any]:
        """Wrap a page; a form is checked anew if somebody has saved the same in this very moment.

        Adding and changing a record are one transaction, so nothing of the first try is left.
        """
        if getattr(view, "__name__", "") in {"add_view", "change_view"}:
            view = _checked_anew(view)
        return _kept_without_session(super().admin_view(view, cacheable))

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return (
            super().has_permission(request)
            and user.is_authenticated
            and not second_factor.is_missing(request)
        )

    # Django's own log-in here would know neither the second factor nor the limits on attempts.
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Redirect strangers to the accounts' log-in, and staff onward; refuse anyone else."""
        wanted = get_next_redirect_url(request) or reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(wanted)
        if not request.user.is_staff:
            raise PermissionDenied
        if second_factor.is_missing(request):
            if request.user.has_second_factor:
                return redirect_to_login(wanted, reverse("mfa_reauthenticate"))
            messages.warning(
                request,
                gettext(
                    "Trang quản trị yêu cầu xác thực hai lớp. Hãy thiết lập trước khi tiếp tục."
                ),
            )
            return redirect("mfa_activate_totp")
        return redirect(wanted)

    def password_change(  # type: ignore[override]  # goes elsewhere, where Django draws a page
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Answer the pickers: exact names first, records named as their models say."""
        answer: HttpResponse = PickerView.as_view(admin_site=self)(request)  # type: ignore[assignment]
        return answer

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> TemplateResponse:
        groups, waiting = self.areas.desks(), self.waiting(request)
        for area, each in waiting:
            groups[area.name].waiting.append(each)
        context = {
            "waiting": [each for _area, each in waiting],
            "groups": [desk for desk in groups.values() if desk.waiting],
            "desks": self.desks(request),
        }
        return super().index(request, {**context, **(extra_context or {})})


def _described(model: type[Model], may: dict[str, bool]) -> dict[str, Any]:
    sees = may["view"] or may["change"]
    return {
        "model": model,
        "name": capfirst(str(model._meta.verbose_name_plural)),
        "object_name": model._meta.object_name,
        "perms": may,
        "view_only": not may["change"],
        "admin_url": _address_of(model, "changelist") if sees else None,
        "add_url": _address_of(model, "add") if may["add"] else None,
    }


@cache
def _address_of(model: type[Model], page: str) -> str | None:
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")
    except NoReverseMatch:  # there is no such page
        return None


def _app(registered: Callable[..., Any]) -> str:
    """Return the app whose module this comes from."""
    return registered.__module__.split(".")[0]
