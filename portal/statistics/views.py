"""The page of statistics in the back office, and its files."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localtime, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.backoffice.site import office_page
from core.downloads import CONTENT_TYPES, json_response, table_response
from enterprises.models import Enterprise
from portal.statistics import enterprises, usage, work
from portal.statistics.tables import Chapter, StatisticsTable

PERMISSION = "core.view_statistics"
KEPT = timedelta(minutes=5)  # in which a process shows the same figures again
DATA, DEMO = "du-lieu", "minh-hoa"  # the switch in the address


@dataclass(frozen=True)
class Statistics:
    """All figures as they were at one moment."""

    at: datetime
    chapters: list[Chapter]

    def tables(self) -> Iterator[StatisticsTable]:
        for chapter in self.chapters:
            yield from chapter.tables


_kept: dict[tuple[bool, str | None], Statistics] = {}
_counting = Lock()


def statistics(is_demo: bool) -> Statistics:
    """Return the figures, at most KEPT old; who comes while they are counted waits for them."""
    key = (is_demo, get_language())
    with _counting:
        found = _kept.get(key)
        if found is None or not found.at <= now() < found.at + KEPT:
            chapters = [enterprises.chapter(is_demo), work.chapter(is_demo), usage.chapter()]
            found = _kept[key] = Statistics(now(), chapters)
    return found


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show all tables with their charts; demo records only where they are asked for."""
    is_demo = request.GET.get(DATA) == DEMO
    found = statistics(is_demo)
    chapters = [
        Chapter(chapter.title, [_for_reader(request, table) for table in chapter.tables])
        for chapter in found.chapters
    ]
    context = {
        "title": _("Thống kê"),
        "at": found.at,
        "minutes": KEPT.seconds // 60,
        "chapters": chapters,
        "is_demo": is_demo,
        "has_demo": is_demo or Enterprise.objects.filter(is_demo=True).exists(),
        "switch": f"?{DATA}={DEMO}",
        "forms": tuple(CONTENT_TYPES),
    }
    return office_page(request, "admin/statistics/page.html", context)


@require_safe
def table_file(request: HttpRequest, table: str, form: str) -> HttpResponse:
    """Return one table as a file."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    is_demo = request.GET.get(DATA) == DEMO
    found = statistics(is_demo)
    wanted = next((each for each in found.tables() if each.name == table), None)
    if wanted is None or form not in CONTENT_TYPES:
        raise Http404
    name = f"thong-ke {wanted.title}{' minh hoa' if is_demo else ''}"
    if form == "json":
        told = {"at": localtime(found.at).isoformat(timespec="minutes"), "is_demo": is_demo}
        return json_response({**wanted.document(), **told}, name)
    return table_response(wanted.dataset(), name, form)


def _for_reader(request: HttpRequest, table: StatisticsTable) -> StatisticsTable:
    may_open = not table.permission or request.user.has_perm(table.permission)
    return table if may_open else table.without_links()
