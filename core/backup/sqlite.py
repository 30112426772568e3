"""Backup and restore of an SQLite database, with the log (`-wal`) that may lie beside it."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from core.backup.databases import Counts, Database, must_equal
from core.backup.errors import BackupError
from core.backup.flushing import flush

COMPANIONS = ("-wal", "-shm", "-journal")  # what SQLite would play into a file of that name


class SqliteDatabase(Database):
    """One file and its log: neither means anything without the other."""

    def version(self) -> int:
        return 3  # every SQLite of today reads the file

    @property
    def path(self) -> Path:
        return Path(self.connection.settings_dict["NAME"])

    def dump(self, file: Path) -> tuple[Counts, list[str]]:
        """Copy by SQLite's own backup, which sees one moment and keeps no writer waiting."""
        with closing(sqlite3.connect(self.path)) as source, closing(sqlite3.connect(file)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
            _must_be_whole(copy)
            return _counts(copy), _migrations(copy)

    def is_empty(self) -> bool:
        if not self.path.exists():
            return True
        try:
            with closing(sqlite3.connect(self.path)) as database:
                return not _tables(database)
        except sqlite3.DatabaseError:
            return False

    @contextmanager
    def alone(self) -> Iterator[None]:
        self.connection.close()
        holder = self._hold() if self.path.exists() else None
        try:
            yield
        finally:
            if holder:
                holder.close()

    def _hold(self) -> sqlite3.Connection | None:
        """Lock the file: it leaves its log only when nobody else has it open."""
        holder = sqlite3.connect(self.path, timeout=0, isolation_level=None)
        try:
            holder.execute("PRAGMA journal_mode=DELETE")
            holder.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            holder.close()
            if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise BackupError(
                    "Có chương trình đang mở cơ sở dữ liệu SQLite. Hãy dừng cổng thông tin, "
                    "tiến trình nền và mọi lệnh khác rồi chạy lại."
                ) from error
            return None  # damaged: what a restore is for
        return holder

    def install(self, file: Path, counts: Counts) -> None:
        """Look through the new file, then exchange the names; the old log leaves with its file."""
        with closing(sqlite3.connect(file)) as database:
            _must_be_whole(database)
            must_equal(counts, _counts(database))
        new = _beside(self.path, ".restoring")
        shutil.copyfile(file, new)  # beside it first: the file may come from another disk
        flush(new)
        self._exchange(new)

    def _exchange(self, new: Path) -> None:
        old = _beside(self.path, ".replaced")
        _remove(old)
        _rename(self.path, old)
        try:
            new.replace(self.path)
        except OSError:
            _rename(old, self.path)
            raise
        flush(self.path.parent)
        _remove(old)


def _must_be_whole(database: sqlite3.Connection) -> None:
    try:
        ((said,), *_) = database.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise BackupError(f"Cơ sở dữ liệu SQLite bị hỏng: {said}")


def _tables(database: sqlite3.Connection) -> list[str]:
    rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return sorted(name for (name,) in rows if not name.startswith("sqlite_"))


def _counts(database: sqlite3.Connection) -> Counts:
    count = "SELECT count(*) FROM "
    return {
        table: database.execute(f'{count}"{table}"').fetchone()[0] for table in _tables(database)
    }


def _migrations(database: sqlite3.Connection) -> list[str]:
    if "django_migrations" not in _tables(database):
        return []
    rows = database.execute("SELECT app || '.' || name FROM django_migrations")
    return sorted(name for (name,) in rows)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _rename(source: Path, target: Path) -> None:
    for ending in ("", *COMPANIONS):
        if _beside(source, ending).exists():
            _beside(source, ending).replace(_beside(target, ending))


def _remove(path: Path) -> None:
    for ending in ("", *COMPANIONS):
        _beside(path, ending).unlink(missing_ok=True)
