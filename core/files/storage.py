"""Where files are kept that people have uploaded."""

from pathlib import Path
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """A folder in which a file has its name only once it is whole: nobody reads half of one.

    Of what could not be written, as on a full disk, nothing stays.
    """

    def _save(self, name: str, content: File) -> str:
        part = f"{name}.{uuid4().hex}"
        try:
            super()._save(part, content)  # type: ignore[misc]  # no stub
            Path(self.path(part)).replace(self.path(name))
        finally:
            Path(self.path(part)).unlink(missing_ok=True)
        return name
