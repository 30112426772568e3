"""Photos that people upload: judged by what they hold, kept without what they tell beside it."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from PIL import Image

from core.files.pictures import BROKEN, FORMATS, encoded, fitted, format_of

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 25_000_000  # a small file can unpack to gigabytes
ACCEPT = ",".join(ending for endings in FORMATS.values() for ending in endings)
MAX_SIZE = (1600, 1600)  # points of a photo as it is kept


class CleanPhoto(SimpleUploadedFile):
    """A photo as it will be kept: upright, of sane size, without place, camera and comments."""


def validate_photo(file: File) -> None:
    """Raise ValidationError unless this is a JPEG, PNG or WebP of reasonable size and says so."""
    if getattr(file, "_committed", False) or isinstance(file.file, CleanPhoto):
        return  # judged when it was taken in
    if file.size > MAX_BYTES:
        raise ValidationError(_("Ảnh lớn hơn 5 MB. Hãy giảm kích thước ảnh."))
    try:
        file.seek(0)
        with Image.open(file, formats=list(FORMATS)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _too_many_pixels()
            image.verify()
            endings = FORMATS[format_of(image)]
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except BROKEN as error:
        raise _no_photo() from error
    finally:
        file.seek(0)
    if not _name(file).endswith(endings):
        raise ValidationError(_("Đuôi tệp không khớp với nội dung ảnh."))


def cleaned(file: File) -> CleanPhoto:
    """Return the whole photo as it will be stored; ValidationError where it is none, or broken."""
    validate_photo(file)
    form = next(form for form, ends in FORMATS.items() if _name(file).endswith(ends))
    try:
        return CleanPhoto(file.name or "", encoded(fitted(file, MAX_SIZE), form))
    except BROKEN as error:
        raise _no_photo() from error


class PhotoField(forms.FileField):
    """A photo in a form: what comes out is clean, or refused with a reason."""

    widget = forms.ClearableFileInput(attrs={"accept": ACCEPT})

    def __init__(self, *, max_length: int | None = None, **kwargs) -> None:
        super().__init__(**kwargs)  # the name that a photo comes with is not kept, however long

    def to_python(self, data: File | None) -> CleanPhoto | None:
        file = super().to_python(data)
        return cleaned(file) if file else None


def _name(file: File) -> str:
    return (file.name or "").lower()


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("Ảnh có quá nhiều điểm ảnh (tối đa 25 triệu). Hãy thu nhỏ ảnh rồi tải lên lại.")
    )


def _no_photo() -> ValidationError:
    return ValidationError(_("Tệp không phải ảnh JPEG, PNG hoặc WebP, hoặc đã hỏng."))
