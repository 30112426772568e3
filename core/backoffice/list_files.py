"""Every list of the back office as a spreadsheet: its columns, of the records its filters show.

Whoever may see a list may have its file, which holds no more than the list; the audit log says so.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from tablib import Dataset

from core import audit, jobs
from core.audit import Kind
from core.backoffice.bulk import admin_of, begin_or_tell
from core.backoffice.columns import columns_of_file, heading_of, value_of
from core.batches import batches
from core.downloads import safe_table, table_response
from core.models import Job

KIND = "list"


@require_safe
def list_file(request: HttpRequest, app_label: str, model_name: str) -> HttpResponse:
    """Return what the list shows as XLSX; where that is much, a job makes the file."""
    found = (m for m in admin.site._registry if m._meta.label_lower == f"{app_label}.{model_name}")
    model = next(found, None)
    if model is None:
        raise Http404
    by_admin = admin.site.get_model_admin(model)
    if not by_admin.has_view_permission(request):
        raise PermissionDenied
    own = getattr(by_admin, "file_of_list", None)  # of a page that is no list of Django's
    try:
        return _response(request, by_admin, own(request)) if own else _listed(request, by_admin)
    except IncorrectLookupParameters:
        return HttpResponseRedirect(f"{_list_of(by_admin)}?e=1")


def _listed(request: HttpRequest, by_admin: ModelAdmin) -> HttpResponse:
    shown = by_admin.get_changelist_instance(request).queryset
    keys = list(dict.fromkeys(shown.values_list("pk", flat=True)))
    if len(keys) <= jobs.AT_ONCE:
        return _response(request, by_admin, _table(by_admin, request, keys))
    title = _("Danh sách %(count)d bản ghi: %(what)s")
    words = {"what": by_admin.opts.verbose_name_plural, "count": len(keys)}
    chosen = {"model": by_admin.opts.label, "keys": [_key(each) for each in keys]}
    begun = begin_or_tell(KIND, title % words, request, len(keys), **chosen)
    return begun or HttpResponseRedirect(f"{_list_of(by_admin)}?{request.GET.urlencode()}")


def run_list(job: Job) -> jobs.JobResult:
    """Make the file of a long list."""
    by_admin, request = admin_of(job), jobs.request_of(job.by)
    if not by_admin.has_view_permission(request):
        raise PermissionDenied
    table = _table(by_admin, request, job.parameters["keys"], job)
    _note(request, by_admin, table)
    content = safe_table(table).export("xlsx")
    return jobs.JobResult(content=content, file_name=f"{by_admin.opts.model_name}.xlsx")


def _response(request: HttpRequest, by_admin: ModelAdmin, table: Dataset) -> HttpResponse:
    _note(request, by_admin, table)
    return table_response(table, str(by_admin.opts.verbose_name_plural), "xlsx")


def _note(request: HttpRequest, by_admin: ModelAdmin, table: Dataset) -> None:
    chosen = sorted(request.GET)  # what was typed into the search box is in no log
    audit.record(Kind.EXPORT, request, by_admin.model, rows=len(table), filter=chosen)


def _table(
    by_admin: ModelAdmin, request: HttpRequest, keys: list, job: Job | None = None
) -> Dataset:
    names = columns_of_file(by_admin, request)
    table = Dataset(headers=[heading_of(by_admin, name) for name in names])
    for number, record in enumerate(_records(by_admin, request, keys)):
        if job and number % jobs.AT_ONCE == 0:
            job.report_progress(number)
        table.append([value_of(by_admin, name, record) for name in names])
    return table


def _records(by_admin: ModelAdmin, request: HttpRequest, keys: list) -> Iterator[Model]:
    """Yield the records that this reader may still see, in the order of the list."""
    rows = with_columns(by_admin, request, by_admin.get_queryset(request))
    for part in batches(keys):
        found = {_key(row.pk): row for row in rows.filter(pk__in=part).order_by()}
        yield from (found[_key(key)] for key in part if _key(key) in found)


def with_columns(by_admin: ModelAdmin, request: HttpRequest, rows: QuerySet) -> QuerySet:
    """Load with the records what the list's columns name, as the list does."""
    joined = by_admin.get_list_select_related(request)
    return rows.select_related(*joined) if isinstance(joined, list | tuple) and joined else rows


def _key(key: Any) -> Any:
    return key if isinstance(key, int) else str(key)  # JSON holds it


def _list_of(by_admin: ModelAdmin) -> str:
    return reverse(f"admin:{by_admin.opts.app_label}_{by_admin.opts.model_name}_changelist")
