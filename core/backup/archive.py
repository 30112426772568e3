"""The one file of a backup: a tar that is written and read from front to back."""

import tarfile
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from core.backup.errors import BackupError
from core.backup.manifest import Manifest, Stored, loads

DATABASE, MANIFEST = "database", "manifest.json"
CHUNK = 1024 * 1024


class CheckedReader:
    """What is read from a file goes into a checksum too."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._sum, self.size = file, sha256(), 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._sum.update(data)
        self.size += len(data)
        return data

    @property
    def stored(self) -> Stored:
        return Stored(self.size, self._sum.hexdigest())


def add(tar: tarfile.TarFile, name: str, path: Path) -> Stored | None:
    """Put a file into the archive; None where it has gone meanwhile."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    with file:
        reader = CheckedReader(file)
        tar.addfile(_info(name, path.stat().st_size), reader)
    return reader.stored


def add_manifest(tar: tarfile.TarFile, manifest: Manifest) -> None:
    """Close the archive with what it holds."""
    text = manifest.dumps()
    tar.addfile(_info(MANIFEST, len(text)), BytesIO(text))


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o640
    return info


def unpack(stream: IO[bytes], folder: Path) -> tuple[Manifest, dict[str, Stored]]:
    """Write all members below a folder; the manifest, and what was really there."""
    found: dict[str, Stored] = {}
    manifest = None
    try:
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            for name, file in _members(tar):
                if name == MANIFEST:
                    manifest = loads(file.read())
                else:
                    found[name] = _write(file, folder / name)
    except (tarfile.TarError, EOFError) as error:
        raise BackupError(f"Tệp sao lưu bị hỏng hoặc bị cắt ngắn: {error}") from error
    if manifest is None:
        raise BackupError("Tệp sao lưu không có bản kê: tệp bị cắt ngắn, hoặc không phải sao lưu.")
    return manifest, found


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield name and content of each member; none may lead out of the folder."""
    for member in tar:
        path = PurePosixPath(member.name)
        file = tar.extractfile(member) if member.isreg() else None
        if file is None or path.is_absolute() or ".." in path.parts:
            raise BackupError(f"Tệp sao lưu chứa mục không hợp lệ: {member.name}")
        yield member.name, file


def _write(file: IO[bytes], path: Path) -> Stored:
    path.parent.mkdir(parents=True, exist_ok=True)
    reader = CheckedReader(file)
    with path.open("wb") as target:
        while data := reader.read(CHUNK):
            target.write(data)
    path.chmod(0o640)
    return reader.stored
