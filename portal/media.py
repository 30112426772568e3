"""Photos that people have uploaded, as the public gets them."""

from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

CONTENT_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


@require_safe
def photo(request: HttpRequest, name: str) -> FileResponse:
    """A photo by its name, which is never used again and so may be kept for a year.

    Nothing is served but pictures that lie in the storage's own folder.
    """
    content_type = CONTENT_TYPES.get(PurePosixPath(name).suffix.lower())
    if content_type is None:
        raise Http404
    try:
        file = default_storage.open(name)
    except (OSError, SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    return FileResponse(
        file,
        content_type=content_type,
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
