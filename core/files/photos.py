"""Photos that people upload: judged by what they hold, kept without what they tell beside it."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from PIL import Image

from core.files.pictures import BROKEN, FORMATS, encoded, fitted, format_of, work_of

MAX_BYTES = 5 * 1024 * 1024
ACCEPT = ",".join(ending for endings in FORMATS.values() for ending in endings)
MAX_SIZE = (1600, 1600)  # points of a photo as it is kept
MAX_IN_POST = 30  # photos that come together
# What they may unpack to: some two seconds of a worker. A telephone's JPEG counts 3 million.
MAX_PIXELS_IN_POST = 100_000_000


class CleanPhoto(SimpleUploadedFile):
    """A photo as it will be kept: upright, of sane size, without place, camera and comments."""


def validate_photo(file: File) -> None:
    """Raise ValidationError unless this is a JPEG, PNG or WebP of reasonable size and says so."""
    if getattr(file, "_committed", False) or isinstance(file.file, CleanPhoto):
        return  # judged when it was taken in
    if file.size > MAX_BYTES:
        raise ValidationError(_("Ảnh lớn hơn 5 MB. Hãy giảm kích thước ảnh."))
    try:
        work_of(file, MAX_SIZE)
        file.seek(0)
        with Image.open(file, formats=list(FORMATS)) as image:
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
        self.sent: MultiValueDict = MultiValueDict()
        super().__init__(**kwargs)  # the name that a photo comes with is not kept, however long

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        self.sent = form.files  # of the whole page: rows of a formset share them
        return super().get_bound_field(form, field_name)

    def to_python(self, data: File | None) -> CleanPhoto | None:
        file = super().to_python(data)
        if not file:
            return None
        check_post(self.sent)
        return cleaned(file)


def check_post(sent: MultiValueDict) -> None:
    """Raise ValidationError where the pictures of one post would keep a worker busy too long.

    They are counted before any is unpacked, once a post.
    """
    kept = vars(sent)
    if "picture_trouble" not in kept:
        kept["picture_trouble"] = _trouble_of([f for files in sent.lists() for f in files[1]])
    if trouble := kept["picture_trouble"]:
        raise ValidationError(trouble, code="work")


def _trouble_of(files: list[File]) -> str:
    pictures = [file for file in files if _name(file).endswith(tuple(ACCEPT.split(",")))]
    if len(pictures) > MAX_IN_POST:
        words = _("Mỗi lần gửi nhiều nhất %(most)d ảnh. Hãy gửi làm nhiều lần.")
        return words % {"most": MAX_IN_POST}
    if sum(map(_work, pictures)) > MAX_PIXELS_IN_POST:
        return _("Các ảnh gửi cùng lúc có quá nhiều điểm ảnh. Hãy gửi làm nhiều lần.")
    return ""


def _work(file: File) -> int:
    """Return the pixels to unpack; none of a file that will be refused by itself."""
    try:
        return work_of(file, MAX_SIZE)
    except BROKEN:
        return 0
    finally:
        file.seek(0)


def _name(file: File) -> str:
    return (file.name or "").lower()


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("Ảnh có quá nhiều điểm ảnh (tối đa 25 triệu). Hãy thu nhỏ ảnh rồi tải lên lại.")
    )


def _no_photo() -> ValidationError:
    return ValidationError(_("Tệp không phải ảnh JPEG, PNG hoặc WebP, hoặc đã hỏng."))
