"""Photos of products, made small for paper."""

import io
from functools import lru_cache

from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from enterprises.images import FORMATS

SIZE = (480, 360)  # points: 200 an inch at the sheet's width of a photo
KEPT = 200  # photos, of some 20 kB


def small_photo(name: str) -> bytes:
    """The stored photo as a small JPEG; b"" where the file is gone or cannot be read."""
    try:
        return _made_small(name)
    except OSError:
        return b""


@lru_cache(maxsize=KEPT)
def _made_small(name: str) -> bytes:
    """A name never gets another photo, so what was made once holds."""
    with default_storage.open(name) as file, Image.open(file, formats=list(FORMATS)) as image:
        image.draft("RGB", SIZE)
        upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail(SIZE)
    made = io.BytesIO()
    upright.save(made, "JPEG", quality=80)
    return made.getvalue()
