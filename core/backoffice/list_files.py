"""A list of the back office as a file: the rows that its filters leave, in the columns it shows."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import tablib
from django.contrib import admin
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import audit, jobs
from core.audit import Kind
from core.backoffice.bulk import begin_or_tell
from core.backoffice.exports import KIND
from core.batches import batches
from core.downloads import safe_table, table_response
from core.models import Job


class ListFileMixin(admin.ModelAdmin):
    """Admin whose list can be taken away as .xlsx; of many rows the worker makes it.

    The model's query set has `visible_to`, by which the worker looks once more who may see what.
    """

    change_list_template = "admin/list_file.html"
    more_file_columns: tuple[str, ...] = ()  # beside those of the list

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_safe(self.list_file_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}_list_file"
        return [path("danh-sach.xlsx", view, name=name), *super().get_urls()]

    def list_file_view(self, request: HttpRequest) -> HttpResponse:
        """Return the file, or have the worker make it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_changelist_instance(request).get_queryset(request)
        keys = list(rows.values_list("pk", flat=True))
        audit.record(Kind.EXPORT, request, self.model, count=len(keys))
        if len(keys) <= jobs.AT_ONCE:
            return table_response(self._table(request, rows), self._file_name(), "xlsx")
        words = {"count": len(keys), "what": self.opts.verbose_name_plural}
        title = _("Xuất %(count)d bản ghi: %(what)s") % words
        begun = begin_or_tell(KIND, title, request, len(keys), model=self.opts.label, keys=keys)
        return begun or HttpResponseRedirect("../")

    def export_of(self, job: Job) -> jobs.JobResult:
        """Return the same file, made piece by piece of what may still be seen."""
        request = jobs.request_of(job.by)
        if not self.has_view_permission(request):
            raise PermissionDenied
        table = self._table(request, self._visible(request, job))
        name = f"{self._file_name()}.xlsx"
        return jobs.JobResult(content=safe_table(table).export("xlsx"), file_name=name)

    def _visible(self, request: HttpRequest, job: Job) -> Iterator[models.Model]:
        seen = self.model._default_manager.visible_to(request.user).order_by()
        known = self.get_queryset(request).filter(pk__in=seen.values("pk"))
        for number, keys in enumerate(batches(job.parameters["keys"], jobs.AT_ONCE)):
            job.report_progress(number * jobs.AT_ONCE)
            by_key = known.in_bulk(keys)
            yield from (by_key[key] for key in keys if key in by_key)

    def _table(self, request: HttpRequest, rows: Iterable[models.Model]) -> tablib.Dataset:
        names = [*self.get_list_display(request), *self.more_file_columns]
        headers = [str(label_for_field(name, self.model, self)) for name in names]
        table = tablib.Dataset(headers=[header[:1].upper() + header[1:] for header in headers])
        for row in rows:
            table.append([_cell(*lookup_field(name, row, self), row) for name in names])
        return table

    def _file_name(self) -> str:
        return str(self.opts.verbose_name_plural)


def _cell(field: models.Field | None, _attribute: object, value: object, row: models.Model):
    """Return a value as a person reads it in a spreadsheet; days and numbers stay what they are."""
    if field is not None and getattr(field, "flatchoices", None):
        value = dict(field.flatchoices).get(value, value)
    elif field is not None and field.remote_field:
        value = getattr(row, field.name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("có") if value else ""
    if isinstance(value, datetime):
        return localtime(value).replace(tzinfo=None)
    return value if isinstance(value, int | float | date) else str(value)
