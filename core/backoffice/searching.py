"""One search over all lists of the back office that its reader may open."""

from dataclasses import dataclass
from datetime import date

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.backoffice.columns import columns_of, value_of
from core.backoffice.list_files import with_columns
from core.backoffice.site import office_page

SHOWN = 5  # records of a list
COLUMNS = 3  # of the list that tell a record
MOST, FEWEST = 100, 2  # characters of what is searched


@dataclass(frozen=True)
class FoundInList:
    """The first records that a list finds, and the address at which it shows all."""

    label: str
    url: str
    records: list[tuple[str, str]]  # address and words
    has_more: bool


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Ask each list in its own way for the first records that have the words."""
    words = " ".join(request.GET.get("q", "").split())[:MOST]
    found = _found(request, words) if len(words) >= FEWEST else []
    context = {
        **{"title": _("Tìm trong trang quản trị"), "searched": words, "found": found},
        "is_too_short": 0 < len(words) < FEWEST,
    }
    return office_page(request, "admin/search.html", context)


def _found(request: HttpRequest, words: str) -> list[FoundInList]:
    registered = {model._meta.label: model for model in admin.site._registry}
    areas = admin.site.areas  # type: ignore[attr-defined]  # it is a BackOffice
    lists = [admin.site.get_model_admin(registered[name]) for name in areas.in_order(registered)]
    found = (_in_list(request, each, words) for each in lists if _may_search(request, each))
    return [each for each in found if each.records]


def _may_search(request: HttpRequest, by_admin: ModelAdmin) -> bool:
    if not by_admin.search_fields or hasattr(by_admin, "file_of_list"):
        return False
    return by_admin.has_view_permission(request)


def _in_list(request: HttpRequest, by_admin: ModelAdmin, words: str) -> FoundInList:
    rows = with_columns(by_admin, request, by_admin.get_queryset(request))
    rows, may_repeat = by_admin.get_search_results(request, rows, words)
    records = list((rows.distinct() if may_repeat else rows)[: SHOWN + 1])
    name = f"admin:{by_admin.opts.app_label}_{by_admin.opts.model_name}"
    columns = columns_of(by_admin, request)[:COLUMNS]
    shown = [
        (
            reverse(f"{name}_change", args=[record.pk]),
            _words([_text(value_of(by_admin, name, record)) for name in columns]),
        )
        for record in records[:SHOWN]
    ]
    url = f"{reverse(f'{name}_changelist')}?{urlencode({'q': words})}"
    label = str(capfirst(by_admin.opts.verbose_name_plural))
    return FoundInList(label, url, shown, len(records) > SHOWN)


def _text(value: object) -> str:
    return date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else str(value)


def _words(values: list[str]) -> str:
    return " – ".join(value for value in values if value not in ("", "–")) or "–"
