"""Handing out the documents that are products of tasks."""

from pathlib import PurePath

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from core.file_views import private_document
from core.files.documents import document_response
from core.text import fold
from programme.models import Filing
from programme.models.filings import FilingQuerySet


def filing_response(request: HttpRequest, filings: FilingQuerySet, pk: int) -> FileResponse:
    """Return the document to download, 404 where it is none of these.

    The caller says which its reader may see. Who reads what is not public leaves a trace.
    """
    filing = get_object_or_404(filings.exclude(file=""), pk=pk)
    name = slugify(fold(filing.title))[:100] or "san-pham"
    name += PurePath(filing.file.name or "").suffix
    try:
        if filing.state == Filing.State.CONFIRMED:
            return document_response(filing.file, name)
        return private_document(request, filing.file, name)
    except FileNotFoundError as error:
        raise Http404("The file is gone") from error


@require_safe
def filing_file(request: HttpRequest, pk: int) -> FileResponse:
    """Return a document that is confirmed now; 404 for any other, as for none."""
    return filing_response(request, Filing.objects.public(), pk)
