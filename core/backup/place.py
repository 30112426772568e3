"""Where the portal keeps what a backup takes and a restore puts back."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import FileSystemStorage, storages
from django.db import connection

from core.backup.databases import Database
from core.backup.postgresql import PostgresqlDatabase
from core.backup.sqlite import SqliteDatabase
from core.files.thumbnails import photo_of

DATABASES: dict[str, type[Database]] = {"postgresql": PostgresqlDatabase, "sqlite": SqliteDatabase}
ROOTS = {"media": "default", "private": "private"}  # folder in the archive: storage


@dataclass(frozen=True)
class DataPlace:
    """A database with the folders of its files."""

    database: Database
    roots: dict[str, Path]  # by their names in the archive

    def files(self) -> Iterator[tuple[str, Path]]:
        """Yield the name in the archive and the path of each file that cannot be made anew.

        What begins with a dot is a backup's or a restore's own; thumbnails are made when asked for.
        """
        for name, root in self.roots.items():
            for path in sorted(_below(root)):
                inside = path.relative_to(root).as_posix()
                if not photo_of(inside):
                    yield f"{name}/{inside}", path

    def own(self, name: str) -> Path:
        """Return a path beside the private files, for what a backup or a restore needs itself."""
        root = self.roots["private"]
        root.mkdir(parents=True, exist_ok=True)
        return root / f".{name}"


def _below(folder: Path) -> Iterator[Path]:
    for path in visible(folder):
        if path.is_dir():
            yield from _below(path)
        elif path.is_file() and not path.is_symlink():
            yield path


def visible(folder: Path) -> list[Path]:
    """Return what lies in a folder, if there is one, without what begins with a dot."""
    if not folder.is_dir():
        return []
    return [path for path in folder.iterdir() if not path.name.startswith(".")]


def fresh(folder: Path) -> Path:
    """Make a folder that only its owner reads; what a killed run left in it goes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return folder


def portal_place() -> DataPlace:
    """Return where this portal keeps its things."""
    return DataPlace(
        DATABASES[connection.vendor](connection), {name: _folder(ROOTS[name]) for name in ROOTS}
    )


def _folder(storage: str) -> Path:
    files = storages[storage]
    if not isinstance(files, FileSystemStorage):
        raise TypeError(f"The storage {storage!r} is no folder.")
    return Path(files.location)
