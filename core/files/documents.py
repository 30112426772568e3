"""Documents that people hand in: judged by what they hold, kept where no public address leads."""

from pathlib import PurePath
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db.models import Model
from django.http import FileResponse
from django.utils.translation import gettext as _
from PIL import Image

from core.files.pictures import BROKEN, format_of

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 100_000_000  # an A4 page at 600 dots an inch has 35 million
IMAGES = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}
CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
ACCEPT = ",".join(CONTENT_TYPES)
_TAIL = 2048  # where a PDF says that it ends; some programs write a little after it


def private_storage() -> Storage:
    """Return the storage of files that only a view with a permission hands out."""
    return storages["private"]


def document_path(instance: Model, file_name: str) -> str:
    """Where a document is kept: under a name that nobody guesses and that tells nothing."""
    return f"{instance._meta.model_name}/{uuid4().hex}{_ending(file_name)}"


def validate_document(file: File) -> None:
    """Raise ValidationError unless this is a PDF, JPEG or PNG of reasonable size and says so."""
    if getattr(file, "_committed", False):
        return  # judged when it was taken in
    if not file.size:
        raise ValidationError(_("Tệp trống, không có nội dung."), code="empty")
    if file.size > MAX_BYTES:
        raise ValidationError(_("Tệp lớn hơn 10 MB. Hãy giảm dung lượng tệp."), code="size")
    if _ending(file.name) not in _endings_of(file):
        raise ValidationError(_("Đuôi tệp không khớp với nội dung tệp."), code="ending")


def document_response(file: File, name: str) -> FileResponse:
    """Return the document to download under the name that it came with."""
    content_type = CONTENT_TYPES.get(_ending(file.name), "application/octet-stream")
    response = FileResponse(
        file.open("rb"), as_attachment=True, filename=name, content_type=content_type
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _ending(file_name: str | None) -> str:
    return PurePath(file_name or "").suffix.lower()


def _endings_of(file: File) -> tuple[str, ...]:
    """Return the endings that fit the file's content."""
    try:
        return (".pdf",) if _is_pdf(file) else _endings_of_image(file)
    finally:
        file.seek(0)


def _is_pdf(file: File) -> bool:
    file.seek(0)
    begins = file.read(5) == b"%PDF-"
    file.seek(max(0, file.size - _TAIL))
    return begins and b"%%EOF" in file.read()


def _endings_of_image(file: File) -> tuple[str, ...]:
    file.seek(0)
    try:
        with Image.open(file, formats=list(IMAGES)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(_("Ảnh có quá nhiều điểm ảnh (tối đa 100 triệu)."))
            image.verify()
            return IMAGES[format_of(image)]
    except BROKEN as error:
        raise ValidationError(
            _("Tệp không phải PDF, JPEG hoặc PNG, hoặc đã hỏng."), code="content"
        ) from error
