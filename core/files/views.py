"""Photos that people have uploaded, as the public gets them."""

from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from core.files.pictures import BROKEN
from core.files.thumbnails import opened

CONTENT_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
}


@require_safe
def photo(request: HttpRequest, name: str) -> FileResponse:
    """Serve a photo or a thumbnail; its name is never used again, so it may be cached for a year.

    Nothing is served but pictures that lie in the storage's own folder, and nothing is made but
    thumbnails of the fixed sizes.
    """
    content_type = CONTENT_TYPES.get(PurePosixPath(name).suffix.lower())
    if content_type is None:
        raise Http404
    try:
        file = opened(name)
    except (SuspiciousFileOperation, *BROKEN) as error:
        raise Http404 from error
    return FileResponse(
        file,
        content_type=content_type,
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
