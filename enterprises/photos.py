"""Where photos of products are kept."""

from pathlib import PurePath
from uuid import uuid4

from core.files.photos import validate_photo

__all__ = ["photo_path", "validate_photo"]  # by these names the migrations know them
FOLDER = "san-pham"


def photo_path(instance: object, file_name: str) -> str:
    """Return the path at which a photo is stored, under a name that nobody guesses."""
    return f"{FOLDER}/{uuid4().hex}{PurePath(file_name).suffix.lower()}"
