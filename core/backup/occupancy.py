"""Who works on the portal's data: servers and workers together, or one restore alone.

A lock of the operating system on a file beside the private files, which all of them have; it ends
with its process, however that ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.core.files.storage import FileSystemStorage

from core.backup.errors import BackupError
from core.backup.place import portal_place
from core.files.documents import private_storage

IN_USE = "in-use"
_held: list[IO[str]] = []  # for the life of the process


def occupy() -> None:
    """Say until this process ends that it works on the data; BackupError during a restore."""
    if not _held and isinstance(private_storage(), FileSystemStorage):  # tests keep none
        file = _opened(portal_place().own(IN_USE))
        _held.append(_locked(file, fcntl.LOCK_SH, "Dữ liệu đang được khôi phục; hãy chờ xong."))


@contextmanager
def exclusive(path: Path, refusal: str) -> Iterator[None]:
    """Hold a lock file alone; BackupError where another process holds it."""
    with _opened(path) as file:
        _locked(file, fcntl.LOCK_EX, refusal)
        yield


def _opened(path: Path) -> IO[str]:
    """Open a lock file, which another user may have made."""
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_CREAT, 0o644))


def _locked(file: IO[str], kind: int, refusal: str) -> IO[str]:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except OSError as error:
        raise BackupError(refusal) from error
    return file
