"""Make a backup, while the portal serves."""

import tarfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.utils.timezone import localtime

from core.backup.archive import DATABASE, add, add_manifest
from core.backup.encryption import Cipher, writing
from core.backup.errors import BackupError
from core.backup.flushing import flush
from core.backup.manifest import Manifest, Stored
from core.backup.occupancy import exclusive
from core.backup.place import DataPlace, fresh

PREFIX = "portal-"
Seen = dict[str, tuple[int, int]]  # size and time of change of the files that were taken


@dataclass(frozen=True)
class Made:
    """A backup that lies on the disk, and the older ones that went for it."""

    path: Path
    manifest: Manifest
    dropped: list[Path]


def backups_in(folder: Path) -> list[Path]:
    """Return the finished backups of a folder, the oldest first."""
    return sorted(folder.glob(f"{PREFIX}[0-9]*-[0-9]*.tar*"))


def make_backup(
    place: DataPlace, folder: Path, cipher: Cipher | None = None, keep: int = 0
) -> Made:
    """Write a backup into a folder under the time as its name; then drop all but so many."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with exclusive(place.own("backup.lock"), "Một lần sao lưu khác đang chạy."):
        for left in folder.glob(f".{PREFIX}*"):
            left.unlink()  # of a run that was killed
        path = (
            folder
            / f"{PREFIX}{localtime():%Y%m%d-%H%M%S}.tar{f'.{cipher.program}' if cipher else ''}"
        )
        if path.exists():
            raise BackupError(f"{path} đã có.")
        manifest = _write(place, path, cipher)
    return Made(path, manifest, _drop(folder, keep))


def _write(place: DataPlace, path: Path, cipher: Cipher | None) -> Manifest:
    part = path.with_name(f".{path.name}")
    try:
        part.touch(mode=0o600, exist_ok=False)
        with part.open("wb") as file:
            with writing(file, cipher) as stream, tarfile.open(fileobj=stream, mode="w|") as tar:
                manifest = _fill(tar, place)
            flush(part)
        part.replace(path)
        flush(path.parent)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _fill(tar: tarfile.TarFile, place: DataPlace) -> Manifest:
    """Put files in, the database, and the files that came meanwhile.

    What the database names is there: a file that it names was there before (and is taken now,
    though somebody replaces it a moment later), or came since (and is taken afterwards).
    """
    manifest = Manifest(
        localtime().isoformat(timespec="seconds"), place.database.vendor, place.database.version()
    )
    seen: Seen = {}
    _add_files(tar, place, manifest.members, seen)
    _add_database(tar, place, manifest)
    _add_files(tar, place, manifest.members, seen)
    add_manifest(tar, manifest)
    return manifest


def _add_files(
    tar: tarfile.TarFile, place: DataPlace, members: dict[str, Stored], seen: Seen
) -> None:
    for name, path in place.files():
        with suppress(FileNotFoundError):  # it has gone
            status = path.stat()
            mark = (status.st_size, status.st_mtime_ns)
            if seen.get(name) != mark and (stored := add(tar, name, path)):
                seen[name], members[name] = mark, stored


def _add_database(tar: tarfile.TarFile, place: DataPlace, manifest: Manifest) -> None:
    # Beside the private files: encrypted backups leave nothing readable where they lie.
    scratch = fresh(place.own("backup"))
    try:
        dump = scratch / DATABASE
        manifest.rows, manifest.migrations = place.database.dump(dump)
        stored = add(tar, DATABASE, dump)
        assert stored  # noqa: S101 -- for the type checker
        manifest.members[DATABASE] = stored
    finally:
        fresh(scratch).rmdir()


def _drop(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest so many; 0 keeps all."""
    old = backups_in(folder)[:-keep] if keep else []
    for path in old:
        path.unlink()
    return old
