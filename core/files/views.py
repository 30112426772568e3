"""Photos that people have uploaded, as the public gets them; documents for those who may read."""

from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from core import audit
from core.audit import Kind
from core.files import photo_access
from core.files.documents import document_response
from core.files.pictures import BROKEN
from core.files.thumbnails import opened, photo_of

CONTENT_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
}


PUBLIC = "public, max-age=86400"  # a withdrawn photo is gone from everywhere the day after
PRIVATE = "private, no-store"


@require_safe
def photo(request: HttpRequest, name: str) -> FileResponse:
    """Serve a photo or a thumbnail to those who see it on some page; to others it is not there.

    What a public page shows may be kept by every cache for a day, and asks for no session. Nothing
    is served but pictures that lie in the storage's own folder, and nothing is made but thumbnails
    of the fixed sizes.
    """
    content_type = CONTENT_TYPES.get(PurePosixPath(name).suffix.lower())
    shown = photo_of(name) or name
    if content_type is None:
        raise Http404
    cached = PUBLIC if photo_access.is_public(shown) else PRIVATE
    if cached == PRIVATE and not photo_access.may_see(shown, request):
        raise Http404
    try:
        file = opened(name)
    except (SuspiciousFileOperation, *BROKEN) as error:
        raise Http404 from error
    return FileResponse(file, content_type=content_type, headers={"Cache-Control": cached})


def private_document(
    request: HttpRequest, file: FieldFile, name: str, record: Model | None = None
) -> FileResponse:
    """Hand out a document that not everybody may read, and leave a trace of who has read it.

    The caller has asked whether this person may. Without `record` it is the one that has the file.
    """
    response = document_response(file, name)
    audit.record(Kind.PRIVATE_READ, request, record or file.instance, file=file.name)
    return response
