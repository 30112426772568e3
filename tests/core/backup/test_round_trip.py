"""Everything comes back as it was at one moment."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from core.backup import making, occupancy, restoring
from core.backup.errors import BackupError
from core.backup.making import make_backup
from core.backup.place import DATABASES, ROOTS, DataPlace
from core.backup.restoring import restore_backup
from core.backup.sqlite import SqliteDatabase
from core.files.clearing import file_fields
from tests.core.backup.places import (
    KNOWN,
    MANY,
    ON_POSTGRESQL,
    ON_SQLITE,
    connected,
    hidden,
    names,
    put,
    run,
    sqlite_in,
    stored,
)

pytestmark = pytest.mark.django_db


def test_everything_comes_back_elsewhere(place, make_place, tmp_path):
    made = make_backup(place, tmp_path / "backups")
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert made.path.parent.stat().st_mode & 0o777 == 0o700
    elsewhere = make_place()
    restored = restore_backup(elsewhere, tmp_path / "backups")
    assert names(elsewhere) == ["Khuôn ép nhựa"]
    assert stored(elsewhere) == {
        "media/photo/a.jpg": b"picture",
        "private/claim/b.pdf": b"evidence",
    }
    assert restored.manifest.rows == {"django_migrations": 1, "parts": 0, "things": 1}
    assert (restored.manifest.files, restored.missing) == (2, [])
    assert hidden(place) == hidden(elsewhere) == []


def test_what_came_after_the_backup_goes(place, tmp_path):
    make_backup(place, tmp_path)
    run(place, "INSERT INTO things VALUES (2, 'sau')", "CREATE TABLE later (id integer)")
    put(place, "media/photo/later.jpg", b"later")
    place.database.connection.close()
    restore_backup(place, tmp_path, replace=True)
    assert names(place) == ["Khuôn ép nhựa"]
    assert sorted(stored(place)) == ["media/photo/a.jpg", "private/claim/b.pdf"]
    assert hidden(place) == []


@ON_SQLITE
def test_migrations_of_a_library_that_has_gone_are_no_newer_version(
    place, make_place, tmp_path, monkeypatch
):
    make_backup(place, tmp_path)
    monkeypatch.setattr(restoring, "known_migrations", lambda: {"parts.0001_initial"})
    assert restore_backup(make_place(), tmp_path).missing == ["parts.0001_initial"]


@ON_SQLITE
def test_an_older_backup_says_what_is_to_be_migrated(place, make_place, tmp_path, monkeypatch):
    make_backup(place, tmp_path)
    monkeypatch.setattr(restoring, "known_migrations", lambda: {*KNOWN, "things.0002_more"})
    assert restore_backup(make_place(), tmp_path).missing == ["things.0002_more"]


def test_a_backup_while_rows_are_written_sees_one_moment(place, make_place, tmp_path):
    settings = place.database.connection.settings_dict
    stop, begun = Event(), Event()

    def write() -> None:
        key = 1
        with closing(connected(settings)) as writer:
            while not stop.is_set():
                key += 1
                with writer.cursor() as cursor:
                    cursor.execute("BEGIN")
                    cursor.execute("INSERT INTO things VALUES (%s, 'x')", [key])
                    cursor.execute("INSERT INTO parts VALUES (%s, %s)", [key, key])
                    cursor.execute("COMMIT")
                begun.set()

    thread = Thread(target=write)
    thread.start()
    begun.wait(5)
    try:
        rows = make_backup(place, tmp_path).manifest.rows
    finally:
        stop.set()
        thread.join()
    assert rows["things"] == rows["parts"] + 1 > 1
    assert restore_backup(make_place(), tmp_path).manifest.rows == rows


def test_files_that_change_during_the_backup_are_those_that_the_database_names(
    place, make_place, tmp_path, monkeypatch
):
    dump = type(place.database).dump

    def dump_while_files_come_and_go(self, file):
        assert file.parent.stat().st_mode & 0o777 == 0o700, "what is not yet encrypted"
        put(place, "private/claim/new.pdf", b"came before the snapshot")
        done = dump(self, file)
        (place.roots["media"] / "photo/a.jpg").unlink()  # replaced after it
        return done

    monkeypatch.setattr(type(place.database), "dump", dump_while_files_come_and_go)
    make_backup(place, tmp_path)
    elsewhere = make_place()
    restore_backup(elsewhere, tmp_path)
    assert stored(elsewhere)["media/photo/a.jpg"] == b"picture"
    assert stored(elsewhere)["private/claim/new.pdf"] == b"came before the snapshot"


def test_every_storage_in_which_people_keep_files_is_taken():
    taken = [storages[name] for name in ROOTS.values()]
    left = [str(field) for _model, field in file_fields() if field.storage not in taken]
    assert left == []
    assert any(field.storage == storages["private"] for _model, field in file_fields())


@ON_SQLITE
def test_thumbnails_and_what_lies_elsewhere_are_left_out(place, tmp_path):
    put(place, "media/photo/a.jpg.240.avif", b"small")
    (tmp_path / "elsewhere").write_bytes(b"nobody has uploaded this")
    (place.roots["media"] / "link.jpg").symlink_to(tmp_path / "elsewhere")
    assert make_backup(place, tmp_path).manifest.files == 2


@ON_SQLITE
def test_a_file_that_goes_meanwhile_ends_no_backup(place, tmp_path, monkeypatch):
    found = [*place.files(), ("media/photo/b.jpg", place.roots["media"] / "photo/b.jpg")]
    monkeypatch.setattr(DataPlace, "files", lambda _: found)
    assert make_backup(place, tmp_path).manifest.files == 2


@ON_SQLITE
def test_no_backup_takes_the_name_of_another(place, tmp_path, clock):
    path = make_backup(place, tmp_path).path
    before = path.read_bytes()
    with pytest.raises(BackupError, match="đã có"):
        make_backup(place, tmp_path)
    assert path.read_bytes() == before


@ON_SQLITE
def test_two_backups_at_once_are_refused(place, tmp_path):
    with (
        occupancy.exclusive(place.own("backup.lock"), "…"),
        pytest.raises(BackupError, match="khác đang chạy"),
    ):
        make_backup(place, tmp_path)


def test_the_commands_say_what_they_did(place, tmp_path, monkeypatch, capsys):
    for command in ("backup", "restore"):
        monkeypatch.setattr(f"core.management.commands.{command}.portal_place", lambda: place)
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in (1, 2):
        (folder / f"portal-2026110{day}-120000.tar").write_bytes(b"old")
    (folder / ".portal-20261103-120000.tar").write_bytes(b"of a run that was killed")
    call_command("backup", folder, keep=2)
    assert "2 dòng trong 3 bảng, 2 tệp" in (said := capsys.readouterr().out)
    assert "Đã xóa 1 bản sao lưu cũ" in said
    assert making.backups_in(folder)[0].name == "portal-20261102-120000.tar"
    assert len(list(folder.iterdir())) == 2
    place.database.connection.close()
    with pytest.raises(CommandError, match=r"giữ nguyên.*--replace"):
        call_command("restore", folder)
    monkeypatch.setattr(restoring, "known_migrations", lambda: {*KNOWN, "things.0002_more"})
    call_command("restore", folder, replace=True)
    said = capsys.readouterr().out
    assert "2 dòng trong 3 bảng, 2 tệp" in said
    assert "manage.py migrate" in said


@ON_SQLITE
def test_a_folder_without_backups_is_said(place, tmp_path):
    with pytest.raises(BackupError, match="Không có bản sao lưu"):
        restore_backup(place, tmp_path)


def crashed(place: DataPlace, folder: Path) -> DataPlace:
    """Return a copy of the files as a crash leaves them: rows are in the log alone."""
    folder.mkdir()
    run(place, "PRAGMA wal_autocheckpoint=0", "PRAGMA wal_checkpoint(TRUNCATE)")
    run(place, MANY)
    database = place.database.path
    for ending in ("", "-wal", "-shm"):
        shutil.copy(f"{database}{ending}", folder / f"portal.sqlite3{ending}")
    roots = {name: folder / name for name in place.roots}
    return DataPlace(DATABASES["sqlite"](connected(sqlite_in(folder))), roots)


@ON_SQLITE
def test_a_crashs_log_is_not_played_into_the_restored_database(place, tmp_path):
    make_backup(place, tmp_path / "backups")
    after = crashed(place, tmp_path / "crashed")
    assert (tmp_path / "crashed/portal.sqlite3-wal").stat().st_size > 10_000
    restore_backup(after, tmp_path / "backups", replace=True)
    with closing(sqlite3.connect(after.database.path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert names(after) == ["Khuôn ép nhựa"]
    after.database.connection.close()
    assert sorted(path.name for path in (tmp_path / "crashed").glob("portal*")) == [
        "portal.sqlite3"
    ]


@ON_SQLITE
def test_a_damaged_database_is_replaced_and_never_backed_up(place, tmp_path):
    make_backup(place, tmp_path / "backups")
    place.database.connection.close()
    path = place.database.path
    path.write_bytes(b"no database" * 1000)
    with pytest.raises((BackupError, sqlite3.DatabaseError)):
        make_backup(place, tmp_path / "more")
    assert list((tmp_path / "more").iterdir()) == []
    restore_backup(place, tmp_path / "backups", replace=True)
    assert names(place) == ["Khuôn ép nhựa"]


@ON_SQLITE
def test_a_page_that_the_disk_has_spoilt_is_noticed_by_the_backup(place, tmp_path):
    """The fault: SQLite copies pages as they are, and the good backups would go for bad ones."""
    run(place, MANY)
    place.database.connection.close()
    with place.database.path.open("r+b") as file:
        file.seek(10 * 4096)
        file.write(b"spoilt" * 500)
    with pytest.raises(BackupError, match="bị hỏng"):
        make_backup(place, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


@ON_SQLITE
def test_a_log_that_still_lies_there_leaves_with_its_database(place, tmp_path, monkeypatch):
    """As where SQLite could not write it into the old file."""
    make_backup(place, tmp_path / "backups")
    after = crashed(place, tmp_path / "crashed")
    log = Path(f"{after.database.path}-wal")
    kept, install = log.read_bytes(), SqliteDatabase.install

    def left_behind(database: SqliteDatabase, *what: object) -> None:
        log.write_bytes(kept)
        install(database, *what)

    monkeypatch.setattr(SqliteDatabase, "install", left_behind)
    restore_backup(after, tmp_path / "backups", replace=True)
    assert names(after) == ["Khuôn ép nhựa"]


@ON_POSTGRESQL
@pytest.mark.parametrize("program", ["", "pg_dump (PostgreSQL) 9.6.24"])
def test_older_or_missing_programs_of_postgresql_are_said(place, tmp_path, monkeypatch, program):
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    if program:
        (bin_folder / "pg_dump").write_text(f"#!/bin/sh\necho '{program}'\n")
        (bin_folder / "pg_dump").chmod(0o700)
    monkeypatch.setenv("PATH", str(bin_folder))
    with pytest.raises(BackupError, match="bản 9" if program else "chưa được cài"):
        make_backup(place, tmp_path / "backups")
