"""The back office: Django's admin under the portal's name, opening with what waits for its user."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.account.utils import get_next_redirect_url
from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import second_factor
from core.backoffice.bulk import delete_selected
from core.backoffice.searching import PickerView


@dataclass(frozen=True)
class Waiting:
    """Work that waits for the person who has just logged in."""

    label: str
    count: int
    url: str


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
        return pages + views + super().get_urls()

    def pages(self, request: HttpRequest) -> list[tuple[str, str | Promise]]:
        """URLs and labels of the pages that this person may open."""
        may = [page for page in self._pages if page.is_for(request)]
        return [(reverse(f"admin:{page.name}"), page.label) for page in may]

    def admin_view(  # type: ignore[override]  # as the stub names it, it has no arguments
        self, view: Callable[..., Any], cacheable: bool = False
    ) -> Callable[..., Any]:
        """Wrap a page; a form is checked anew if somebody has saved the same in this very moment.

        Adding and changing a record are one transaction, so nothing of the first try is left.
        """
        if getattr(view, "__name__", "") in {"add_view", "change_view"}:
            view = _checked_anew(view)
        return super().admin_view(view, cacheable)

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
        waiting = [w for items in self._waiting_lists for w in items(request) if w.count]
        context = {"waiting": waiting, "pages": self.pages(request), **(extra_context or {})}
        return super().index(request, context)
