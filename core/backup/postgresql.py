"""Backup and restore of a PostgreSQL database, with PostgreSQL's own programs."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.client import DatabaseClient
from django.db.backends.utils import CursorWrapper

from core.backup.databases import Counts, Database
from core.backup.errors import BackupError

# In one transaction with what comes after it. Tables of a newer version go too.
WIPE = """DO $$ DECLARE gone text; BEGIN
  FOR gone IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
    WHERE schemaname = 'public' LOOP
    EXECUTE 'DROP TABLE ' || gone || ' CASCADE';
  END LOOP;
END $$;
"""
OTHERS = """SELECT coalesce(nullif(application_name, ''), usename::text),
  coalesce(host(client_addr), 'localhost')
  FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND backend_type = 'client backend'"""


class PostgresqlDatabase(Database):
    """The tables of the schema `public`; pg_dump writes them, psql reads them back."""

    def version(self) -> int:
        with self.connection.cursor():  # connects
            return self.connection.connection.server_version // 10_000

    def dump(self, file: Path) -> tuple[Counts, list[str]]:
        """Count and dump in one snapshot, which writers do not wait for."""
        self._must_be_new_enough("pg_dump")
        with _snapshot(self.connection) as (cursor, snapshot):
            counts, migrations = _counts(cursor), _migrations(cursor)
            what = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
            self._run("pg_dump", *what, f"--file={file}")
        return counts, migrations

    def is_empty(self) -> bool:
        with self.connection.cursor() as cursor:
            return not _tables(cursor)

    @contextmanager
    def alone(self) -> Iterator[None]:
        for program in ("pg_restore", "psql"):
            self._must_be_new_enough(program)
        with self.connection.cursor() as cursor:
            cursor.execute(OTHERS)
            others = sorted({f"{name} ({host})" for name, host in cursor.fetchall()})
        if others:
            raise BackupError(
                f"Còn kết nối khác đến cơ sở dữ liệu: {', '.join(others)}. "
                "Hãy dừng cổng thông tin, tiến trình nền và mọi lệnh khác rồi chạy lại."
            )
        self.connection.close()
        yield

    def install(self, file: Path, counts: Counts) -> None:
        """Wipe, read and count in one transaction."""
        wipe, read, check = (file.with_name(name) for name in ("wipe.sql", "read.sql", "check.sql"))
        wipe.write_text(WIPE)
        check.write_text(_check(counts))
        # First to a file: half of a script would pass for the whole.
        _capture(["pg_restore", "--no-owner", "--no-privileges", f"--file={read}", str(file)])
        scripts = [f"--file={script}" for script in (wipe, read, check)]
        options = ["--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1"]
        self._run("psql", *options, "--single-transaction", *scripts)
        self._run("psql", *options, "--command=ANALYZE")  # the plans of searches depend on it

    def _run(self, program: str, *options: str) -> None:
        settings = dict(self.connection.settings_dict)
        for name in ("host", "port"):  # a socket's folder stands behind the address: ?host=…
            settings[name.upper()] = settings[name.upper()] or settings["OPTIONS"].get(name, "")
        (_psql, *arguments), more = DatabaseClient.settings_to_cmd_args_env(settings, [])
        _capture([program, *options, *arguments], {**os.environ, **(more or {})})

    def _must_be_new_enough(self, program: str) -> None:
        """PostgreSQL's programs understand servers of their own version and older ones."""
        needed, found = self.version(), _program_version(program)
        if found < needed:
            raise BackupError(
                f"Máy chủ PostgreSQL là bản {needed}, "
                f"{program} trên máy này {f'là bản {found}' if found else 'chưa được cài'}. "
                f"Cài đặt: apt install postgresql-client-{needed}"
            )


def _program_version(program: str) -> int:
    """Return the main version of a program; 0 where it is missing."""
    if not shutil.which(program):
        return 0
    said = re.search(r" (\d+)[.\d]*", _capture([program, "--version"]))
    return int(said[1]) if said else 0


def _capture(command: list[str], environment: dict[str, str] | None = None) -> str:
    """Run a program; what it printed, or BackupError with what it complained of."""
    done = subprocess.run(  # noqa: S603 -- programs of PostgreSQL, settings of the portal
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        complaint = done.stderr.strip()[-1000:]
        raise BackupError(f"{command[0]} không thành công: {complaint}")
    return done.stdout


@contextmanager
def _snapshot(connection: BaseDatabaseWrapper) -> Iterator[tuple[CursorWrapper, str]]:
    """Open a transaction that sees one moment; its cursor, and the moment's name for pg_dump."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            yield cursor, cursor.fetchone()[0]
    finally:
        own.close()


def _tables(cursor: CursorWrapper) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [name for (name,) in cursor.fetchall()]


def _counts(cursor: CursorWrapper) -> Counts:
    counts = {}
    for table in _tables(cursor):
        cursor.execute(f"SELECT count(*) FROM {_quoted(table)}")  # noqa: S608 -- the server's name
        counts[table] = cursor.fetchone()[0]
    return counts


def _migrations(cursor: CursorWrapper) -> list[str]:
    if "django_migrations" not in _tables(cursor):
        return []
    cursor.execute("SELECT app || '.' || name FROM public.django_migrations ORDER BY 1")
    return [name for (name,) in cursor.fetchall()]


def _quoted(table: str) -> str:
    return 'public."{}"'.format(table.replace('"', '""'))


CHECK = """DO $do$ BEGIN
  IF {count:d} <> (SELECT count(*) FROM {table}) THEN
    RAISE EXCEPTION 'wrong number of rows in %', $name${table}$name$;
  END IF;
END $do$;
"""


def _check(counts: Counts) -> str:
    """Return a script that fails unless every table has its rows."""
    return "".join(
        CHECK.format(table=_quoted(table), count=count) for table, count in counts.items()
    )
