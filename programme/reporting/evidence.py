"""Handing out the files that show what a report says."""

from pathlib import PurePath

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from core.file_views import private_document
from core.files.documents import document_response
from core.text import fold
from programme.models import Report, ReportEvidence
from programme.models.report_queries import ReportQuerySet


def evidence_response(request: HttpRequest, reports: ReportQuerySet, pk: int) -> FileResponse:
    """Return the file to download, 404 where it belongs to none of these reports.

    The caller says which reports its reader may see: `visible_to(user)`, or `accepted()` for all.
    Who reads what is not public leaves a trace.
    """
    files = ReportEvidence.objects.exclude(file="").select_related("report")
    files = files.filter(report__in=reports.order_by())
    evidence = get_object_or_404(files, pk=pk)
    name = slugify(fold(evidence.title))[:100] or "tai-lieu"
    ending = PurePath(evidence.file.name or "").suffix
    try:
        if evidence.report.state == Report.State.ACCEPTED:
            return document_response(evidence.file, f"{name}{ending}")
        return private_document(request, evidence.file, f"{name}{ending}")
    except FileNotFoundError as error:
        raise Http404("The file is gone") from error


@require_safe
def evidence_file(request: HttpRequest, pk: int) -> FileResponse:
    """Return a file of a report that is accepted now; 404 for any other report's, as for none."""
    return evidence_response(request, Report.objects.accepted(), pk)
