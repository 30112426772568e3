"""Files of profiles, handed out to whoever may read them; to others they are not there (404)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.file_views import private_document
from core.files.documents import document_response
from enterprises.attachments.access import public_file, readable_file
from enterprises.models import Enterprise


@require_safe
def attachment_file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One file of a profile, to download."""
    enterprise = get_object_or_404(Enterprise, slug=slug)
    attachment = readable_file(request, enterprise, name)
    if attachment is None:
        raise Http404
    try:
        if public_file(enterprise, name):
            return document_response(attachment.file, attachment.download_name)
        return private_document(request, attachment.file, attachment.download_name, enterprise)
    except FileNotFoundError as error:
        raise Http404 from error
