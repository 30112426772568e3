"""Photos of products, made small for paper."""

from functools import lru_cache

from django.core.files.storage import default_storage

from core.files.pictures import BROKEN, encoded, fitted

SIZE = (480, 360)  # points: 200 an inch at the sheet's width of a photo
MAX_CACHED = 200  # photos, of some 20 kB


def small_photo(name: str) -> bytes:
    """Return the stored photo as a small JPEG; b"" where the file is gone or cannot be read."""
    try:
        return _made_small(name)
    except BROKEN:
        return b""


@lru_cache(maxsize=MAX_CACHED)
def _made_small(name: str) -> bytes:
    """Shrink a photo, once: its name never gets another photo, so the result stays valid."""
    with default_storage.open(name) as file:
        return encoded(fitted(file, SIZE), "JPEG")
