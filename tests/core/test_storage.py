"""Of a file that could not be written whole nothing stays."""

import errno
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from core.files import thumbnails
from core.files.storage import WholeFileStorage
from tests.pictures import opened, photo
from tests.production import COMPLETE, settings_with


class Cut(ContentFile):
    """A file during whose second half the disk is full."""

    def chunks(self, chunk_size=None):
        yield b"first half"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_nothing_is_left_of_what_a_full_disk_cut(tmp_path):
    with pytest.raises(OSError, match="No space left"):
        WholeFileStorage(location=tmp_path).save("san-pham/a.jpg", Cut(b"x"))
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []


def test_uploads_of_both_kinds_are_kept_so():
    kinds = settings_with(COMPLETE)["STORAGES"]
    for alias in ("default", "private"):
        assert kinds[alias]["BACKEND"] == "core.files.storage.WholeFileStorage"


def test_a_thumbnail_is_shown_though_it_cannot_be_stored(tmp_path, monkeypatch):
    storage = WholeFileStorage(location=tmp_path)
    storage.save("san-pham/a.jpg", ContentFile(photo(size=(900, 600))))
    monkeypatch.setattr(thumbnails, "default_storage", storage)

    def full(self, name, content):
        Path(self.path(name)).touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(FileSystemStorage, "_save", full)
        made = thumbnails.opened("san-pham/a.jpg.480.webp")
    assert opened(made.read()).size == (480, 320)
    assert [path.name for path in (tmp_path / "san-pham").iterdir()] == ["a.jpg"]
