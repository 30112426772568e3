"""Exports of the back office: a few records within the request, many in the worker."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from import_export.admin import ExportMixin
from import_export.formats.base_formats import BINARY_FORMATS
from tablib import Dataset

from core import jobs
from core.backoffice.bulk import admin_of, begin_or_tell
from core.batches import batches
from core.models import Job

KIND = "export"


class LongExportMixin(ExportMixin, admin.ModelAdmin):
    """Export that goes to the worker where it has more records than a request may wait for.

    What it holds, and for whom, is `get_export_queryset` and `get_data_for_export` either way.
    """

    def _do_file_export(
        self, file_format: Any, request: HttpRequest, queryset: QuerySet, export_form: Any = None
    ) -> HttpResponse:
        keys = sorted(queryset.order_by().values_list("pk", flat=True).distinct())
        if len(keys) <= jobs.AT_ONCE:
            return super()._do_file_export(file_format, request, queryset, export_form)
        what = {"what": self.opts.verbose_name_plural, "count": len(keys)}
        title = _("Xuất %(count)d bản ghi: %(what)s") % what
        chosen = {
            "model": self.opts.label,
            "keys": keys,
            "form": {n: value for n, value in export_form.data.items() if n in export_form.fields},
        }
        begun = begin_or_tell(KIND, title, request, len(keys), **chosen)
        return begun or HttpResponseRedirect(request.get_full_path())

    def export_of(self, job: Job) -> jobs.JobResult:
        """Return the same file as the request would have given, made piece by piece."""
        request = jobs.request_of(job.by)
        if not self.has_export_permission(request):
            raise PermissionDenied
        formats, classes = self.get_export_formats(), self.get_export_resource_classes(request)
        form = self.get_export_form_class()(formats, classes, data=job.parameters["form"])
        form.full_clean()
        file_format = formats[int(form.cleaned_data["format"])]()
        content = file_format.export_data(self._table(request, form, file_format, job))
        return jobs.JobResult(
            content=content if isinstance(content, bytes) else content.encode(),
            file_name=self.get_export_filename(request, None, file_format),
        )

    def _table(self, request: HttpRequest, form: Form, file_format: Any, job: Job) -> Dataset:
        """Return the rows of the records that were chosen and may still be exported."""
        records, table = self.get_export_queryset(request), Dataset()
        for number, keys in enumerate(batches(job.parameters["keys"], jobs.AT_ONCE)):
            job.report_progress(number * jobs.AT_ONCE)
            part = self.get_data_for_export(
                request,
                records.filter(pk__in=keys),
                force_native_type=type(file_format) in BINARY_FORMATS,
                export_form=form,
            )
            table = table.stack(part) if table else part
        return table


def run_export(job: Job) -> jobs.JobResult:
    """Make the file of an export."""
    return admin_of(job).export_of(job)
