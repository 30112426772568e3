"""What a backup asks of a database, whichever it is."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from core.backup.errors import BackupError

Counts = dict[str, int]


class Database(ABC):
    """A database that can be written to a file while it is used, and read from one while not."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    @property
    def vendor(self) -> str:
        """The kind of database, as the manifest names it."""
        return self.connection.vendor

    @abstractmethod
    def version(self) -> int:
        """Return the version below which no server reads the file."""

    @abstractmethod
    def dump(self, file: Path) -> tuple[Counts, list[str]]:
        """Write one moment of the database; rows by table, and the migrations it has seen."""

    @abstractmethod
    def is_empty(self) -> bool:
        """Whether it has no table; one that cannot be read is not empty."""

    @abstractmethod
    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep others out meanwhile; BackupError where somebody is connected."""

    @abstractmethod
    def install(self, file: Path, counts: Counts) -> None:
        """Take the place of all that is there; on any error everything stays as it was."""


def must_equal(expected: Counts, found: Counts) -> None:
    """Raise BackupError unless every table has the rows that the manifest counts."""
    wrong = [
        f"{table}: {found.get(table, 0)} thay vì {expected.get(table, 0)}"
        for table in sorted({*expected, *found})
        if found.get(table) != expected.get(table)
    ]
    if wrong:
        raise BackupError(f"Số dòng không khớp với bản kê: {'; '.join(wrong[:5])}.")
