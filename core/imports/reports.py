"""The report of an import: of a few lines within the request, of many in the worker."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from tablib import Dataset

from core import audit
from core.audit import Kind
from core.backoffice.bulk import admin_of, begin_or_tell
from core.downloads import table_response
from core.imports.outcomes import report, unpack
from core.imports.registry import importer_named
from core.jobs import JobResult, request_of
from core.models import Job, SpreadsheetImport

KIND = "import_report"
AT_ONCE = 20_000  # lines that a request may wait for


def report_response(
    request: HttpRequest, job: SpreadsheetImport, model: str, file_format: str
) -> HttpResponse | None:
    """Return the report as a file, or the page of the work that makes it; None where none may."""
    if lines_of(job) > AT_ONCE:
        title = _("Báo cáo nhập %(file)s (%(format)s)")
        where = {"model": model, "import": job.pk, "format": file_format}
        title %= {"file": job.file_name, "format": file_format}
        return begin_or_tell(KIND, title, request, job.rows_total, **where)
    table = _table(job)
    audit.record(Kind.EXPORT, request, job, rows=len(table), format=file_format)
    return table_response(table, _("báo cáo nhập %d") % job.pk, file_format)


def lines_of(job: SpreadsheetImport) -> int:
    """Return how many lines the report has."""
    return sum(max(1, len(outcome.messages)) for outcome in unpack(job.outcomes))


def run_report(job: Job) -> JobResult:
    """Make the file of a long report."""
    request, by_admin = request_of(job.by), admin_of(job)
    if not by_admin.has_import_permission(request):
        raise PermissionDenied
    chosen, file_format = job.parameters["import"], job.parameters["format"]
    done = SpreadsheetImport.objects.filter(importer=by_admin.importer.name).get(pk=chosen)
    response = table_response(_table(done), _("báo cáo nhập %d") % done.pk, file_format)
    return JobResult(content=response.content, file_name=f"bao-cao-nhap-{done.pk}.{file_format}")


def _table(job: SpreadsheetImport) -> Dataset:
    return report(unpack(job.outcomes), importer_named(job.importer).name_label)
