"""What a failure of the database or the disk means for who was working."""

import errno
from collections.abc import Iterator

from django.db import DatabaseError, InterfaceError, OperationalError

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT}
_POSTGRESQL_DISK_FULL = "53100"
_SQLITE_DISK_FULL = "disk is full"
# SQLite says in the same class that a program asks for what does not exist.
_FAULTS_OF_PROGRAMS = ("no such", "near ", "syntax error", "has no column")


def is_disk_full(error: BaseException | None) -> bool:
    """Whether something could not be stored because no room is left."""
    return any(
        (isinstance(each, OSError) and each.errno in _DISK_FULL)
        or getattr(each, "pgcode", None) == _POSTGRESQL_DISK_FULL
        or (isinstance(each, DatabaseError) and _SQLITE_DISK_FULL in str(each))
        for each in _chain(error)
    )


def is_database_away(error: BaseException | None) -> bool:
    """Whether the database did not answer, or not in time."""
    return any(
        isinstance(each, OperationalError | InterfaceError)
        and not any(words in str(each) for words in _FAULTS_OF_PROGRAMS)
        for each in _chain(error)
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what it came from."""
    while error is not None:
        yield error
        context = None if error.__suppress_context__ else error.__context__
        error = error.__cause__ or context
