"""Small copies of stored photos, made when somebody first asks and kept beside the photo."""

import logging
import re
from threading import Lock

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.files.pictures import encoded, fitted

log = logging.getLogger(__name__)
WIDTHS = (240, 480, 720)  # points; the widest place for a photo takes 208 pixels
FORMATS = {"avif": "AVIF", "webp": "WEBP"}  # by ending, the better first
_NAME = re.compile(
    rf"(?P<photo>[^.]+\.(?:jpe?g|png|webp))\.(?P<width>{'|'.join(map(str, WIDTHS))})"
    rf"\.(?P<format>{'|'.join(FORMATS)})"
)

_making = Lock()  # one at a time in each process, whoever asks for how many


def thumbnail_name(photo: str, width: int, file_format: str) -> str:
    """Return the name under which the thumbnail of a photo is stored."""
    return f"{photo}.{width}.{file_format}"


def photo_of(name: str) -> str:
    """Return the photo that a thumbnail's name names; "" where it is no thumbnail's."""
    found = _NAME.fullmatch(name)
    return found["photo"] if found else ""


def opened(name: str) -> File:
    """Open a stored photo or a thumbnail; OSError where there is none, or the photo is broken."""
    asked = _NAME.fullmatch(name)
    if asked and not default_storage.exists(name):
        with _making:
            if not default_storage.exists(name):
                return _made(asked)
    return default_storage.open(name)


def _made(asked: re.Match[str]) -> File:
    """Make a thumbnail and keep it; on a full disk it is made anew each time."""
    width = int(asked["width"])
    with default_storage.open(asked["photo"]) as file:
        picture = fitted(file, (width, width * 3 // 4))
    made = ContentFile(encoded(picture, FORMATS[asked["format"]]))
    try:
        _keep(asked[0], made)
    except OSError:
        log.warning("a thumbnail could not be stored", exc_info=True)
    made.seek(0)
    return made


def _keep(name: str, made: File) -> None:
    stored = default_storage.save(name, made)
    if stored != name:  # somebody else was quicker
        default_storage.delete(stored)
