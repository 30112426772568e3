"""Evidence as the public gets it: files of accepted reports, nothing else."""

from pathlib import PurePath

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from portal.documents import document_response
from programme.models import ReportEvidence


@require_safe
def evidence_file(request: HttpRequest, pk: int) -> FileResponse:
    """A file of a report that is accepted now; of any other report it is as unknown as no file."""
    public = ReportEvidence.objects.filter(report__state="accepted").exclude(file="")
    evidence = get_object_or_404(public, pk=pk)
    try:
        name = f"{evidence.title}{PurePath(evidence.file.name).suffix}"
        return document_response(evidence.file, name)
    except FileNotFoundError as error:
        raise Http404("The file is gone") from error
