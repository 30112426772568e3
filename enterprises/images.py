"""Pictures that people upload: judged by what they hold, not by what they are called."""

from pathlib import PurePath
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 40_000_000  # a small file can unpack to gigabytes
FORMATS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "WEBP": (".webp",)}


def photo_path(instance: object, file_name: str) -> str:
    """Where a photo is kept: under a name that nobody guesses."""
    return f"san-pham/{uuid4().hex}{PurePath(file_name).suffix.lower()}"


def validate_photo(file: File) -> None:
    """Raise ValidationError unless this is a JPEG, PNG or WebP of reasonable size and says so."""
    if getattr(file, "_committed", False):
        return  # judged when it was taken in
    if file.size > MAX_BYTES:
        raise ValidationError(_("Ảnh lớn hơn 5 MB. Hãy giảm kích thước ảnh."))
    try:
        file.seek(0)
        with Image.open(file, formats=list(FORMATS)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(_("Ảnh có quá nhiều điểm ảnh (tối đa 40 triệu)."))
            image.verify()
            endings = FORMATS[image.format]
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError(_("Tệp không phải ảnh JPEG, PNG hoặc WebP, hoặc đã hỏng.")) from error
    finally:
        file.seek(0)
    if not file.name.lower().endswith(endings):
        raise ValidationError(_("Đuôi tệp không khớp với nội dung ảnh."))
