"""The files of an import: of a few rows made within the request, of many in the worker."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from tablib import Dataset

from core import audit, jobs
from core.audit import Kind
from core.backoffice.bulk import admin_of, begin_or_tell
from core.downloads import table_response
from core.imports import bad_rows
from core.imports.outcomes import report, unpack
from core.imports.registry import importer_named
from core.jobs import JobResult, request_of
from core.models import Job, SpreadsheetImport
from core.spreadsheets.reading import PlainXLSX

KIND, KIND_OF_BAD_ROWS = "import_report", "import_bad_rows"


def report_response(
    request: HttpRequest, job: SpreadsheetImport, model: str, file_format: str
) -> HttpResponse | None:
    """Return the report as a file, or the page of the work that makes it; None where none may."""
    if job.rows_total > jobs.AT_ONCE:
        title = _("Báo cáo nhập %(file)s (%(format)s)")
        where = {"model": model, "import": job.pk, "format": file_format}
        title %= {"file": job.file_name, "format": file_format}
        return begin_or_tell(KIND, title, request, job.rows_total, **where)
    table = _table(job)
    audit.record(Kind.EXPORT, request, job, rows=len(table), format=file_format)
    return table_response(table, _("báo cáo nhập %d") % job.pk, file_format)


def run_report(job: Job) -> JobResult:
    """Make the file of a long report."""
    done, file_format = _import_of(job), job.parameters["format"]
    response = table_response(_table(done), _("báo cáo nhập %d") % done.pk, file_format)
    return JobResult(content=response.content, file_name=f"bao-cao-nhap-{done.pk}.{file_format}")


def bad_rows_response(
    request: HttpRequest, job: SpreadsheetImport, model: str
) -> HttpResponse | None:
    """Return the rows that were not taken as a file, or the page of the work that makes it."""
    found = bad_rows.unpack(job.bad_rows)
    if not found:
        raise Http404
    rows = sum(len(each.rows) for each in found)
    if rows > jobs.AT_ONCE:
        title = _("Các dòng lỗi của %(file)s (xlsx)") % {"file": job.file_name}
        where = {"model": model, "import": job.pk}
        return begin_or_tell(KIND_OF_BAD_ROWS, title, request, rows, **where)
    audit.record(Kind.EXPORT, request, job, rows=rows, format="xlsx")
    headers = {"Content-Disposition": f'attachment; filename="{_name_of_bad_rows(job)}"'}
    content, kind = bad_rows.workbook(found), PlainXLSX.CONTENT_TYPE
    return HttpResponse(content, content_type=kind, headers=headers)


def run_bad_rows(job: Job) -> JobResult:
    """Make the file of many rows that were not taken."""
    done = _import_of(job)
    content = bad_rows.workbook(bad_rows.unpack(done.bad_rows))
    return JobResult(content=content, file_name=_name_of_bad_rows(done))


def _name_of_bad_rows(job: SpreadsheetImport) -> str:
    return f"dong-loi-{job.pk}.xlsx"


def _import_of(job: Job) -> SpreadsheetImport:
    """Return the import that a job is about, for who may import."""
    by_admin = admin_of(job)
    if not by_admin.has_import_permission(request_of(job.by)):
        raise PermissionDenied
    of_kind = SpreadsheetImport.objects.filter(importer=by_admin.importer.name)
    return of_kind.get(pk=job.parameters["import"])


def _table(job: SpreadsheetImport) -> Dataset:
    return report(unpack(job.outcomes), importer_named(job.importer).name_label)
