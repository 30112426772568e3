"""Put a backup in place of what is there: all of it, or nothing."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db.migrations.loader import MigrationLoader

from core.backup.archive import DATABASE, unpack
from core.backup.encryption import reading
from core.backup.errors import BackupError
from core.backup.making import backups_in
from core.backup.manifest import Manifest, must_match
from core.backup.occupancy import IN_USE, exclusive
from core.backup.place import DataPlace, fresh, visible

Moves = list[tuple[Path, Path]]
RUNNING = "Cổng thông tin hoặc tiến trình nền đang chạy trên dữ liệu này. Hãy dừng rồi chạy lại."


@dataclass(frozen=True)
class Restored:
    """What came back, and the migrations that the code has and the backup has not seen."""

    path: Path
    manifest: Manifest
    missing: list[str]


def restore_backup(
    place: DataPlace, source: Path, replace: bool = False, identity: str = ""
) -> Restored:
    """Put back a backup, or the newest of a folder, after all of it has been looked through."""
    path = _chosen(source)
    _must_be_owner(place)
    _must_be_empty(place, replace)
    with ExitStack() as stack:
        stack.enter_context(exclusive(place.own(IN_USE), RUNNING))
        stack.enter_context(place.database.alone())
        manifest = stack.enter_context(_unpacked(place, path, identity))
        missing = _missing_migrations(place, manifest)
        with _exchanged_files(place):
            place.database.install(place.own("restore") / DATABASE, manifest.rows)
    return Restored(path, manifest, missing)


def _chosen(source: Path) -> Path:
    if source.is_file():
        return source
    if not (found := backups_in(source)):
        raise BackupError(f"Không có bản sao lưu nào ở {source}.")
    return found[-1]


def _must_be_owner(place: DataPlace) -> None:
    """Refuse to anyone else: what they put back the portal could not write, or not even read."""
    for root in place.roots.values():
        if root.exists() and root.stat().st_uid != os.geteuid():
            raise BackupError(f"Hãy chạy lệnh này bằng tài khoản sở hữu thư mục {root}.")


def _must_be_empty(place: DataPlace, replace: bool) -> None:
    holds = [] if place.database.is_empty() else ["cơ sở dữ liệu"]
    holds += [str(place.roots[name.split("/")[0]]) for name, _path in place.files()][:1]
    if holds and not replace:
        raise BackupError(
            f"Nơi khôi phục đã có dữ liệu ({', '.join(holds)}). "
            "Thêm --replace để xóa dữ liệu đó và thay bằng bản sao lưu."
        )


@contextmanager
def _unpacked(place: DataPlace, path: Path, identity: str) -> Iterator[Manifest]:
    """Unpack beside the private files and compare with the manifest; all goes at the end."""
    scratch = fresh(place.own("restore"))
    try:
        with reading(path, identity) as stream:
            manifest, found = unpack(stream, scratch)
        must_match(manifest, found)
        yield manifest
    finally:
        shutil.rmtree(scratch)


def _missing_migrations(place: DataPlace, manifest: Manifest) -> list[str]:
    """Return what `migrate` will do; BackupError for another database, or a newer portal."""
    if manifest.vendor != place.database.vendor:
        raise BackupError(
            f"Bản sao lưu là của {manifest.vendor}, cơ sở dữ liệu ở đây là {place.database.vendor}."
        )
    if manifest.version > place.database.version():
        raise BackupError(
            f"Bản sao lưu là của máy chủ {manifest.vendor} bản {manifest.version}, "
            f"máy chủ ở đây là bản {place.database.version()}."
        )
    known = known_migrations()
    apps = {name.split(".")[0] for name in known}  # a library that has gone is no newer version
    seen = {name for name in manifest.migrations if name.split(".")[0] in apps}
    if newer := sorted(seen - known):
        raise BackupError(
            f"Bản sao lưu là của phiên bản mới hơn ({', '.join(newer[:5])}). "
            "Hãy cài phiên bản đó của cổng thông tin trước."
        )
    return sorted(known - seen)


def known_migrations() -> set[str]:
    """Return every migration of the code as `app.name`."""
    return {".".join(key) for key in MigrationLoader(None).disk_migrations}


@contextmanager
def _exchanged_files(place: DataPlace) -> Iterator[None]:
    """Move the new files in and the old ones aside; back again if anything fails meanwhile."""
    moves: Moves = []
    asides = [fresh(root / ".replaced") for root in place.roots.values()]
    try:
        for (name, root), aside in zip(place.roots.items(), asides, strict=True):
            _move(visible(root), aside, moves)
            _move(visible(place.own("restore") / name), root, moves)
        yield
    except BaseException:
        for source, target in reversed(moves):
            shutil.move(target, source)
        for aside in asides:
            aside.rmdir()  # empty again
        raise
    for aside in asides:
        shutil.rmtree(aside)


def _move(paths: list[Path], folder: Path, moves: Moves) -> None:
    for path in paths:
        target = folder / path.name
        shutil.move(path, target)
        moves.append((path, target))
