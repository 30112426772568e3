"""Encrypted backups: made with a public key, opened only with the private one."""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from core.backup import restoring
from core.backup.encryption import Cipher
from core.backup.errors import BackupError
from core.backup.making import make_backup
from core.backup.place import DATABASES, DataPlace
from core.backup.restoring import restore_backup
from tests.core.backup.places import KNOWN, TABLES, connected, names, put, run, sqlite_in

pytestmark = pytest.mark.django_db


def needs(program: str):
    return pytest.mark.skipif(not shutil.which(program), reason=f"no {program} (apt install)")


def quiet(*command: str, **options) -> str:
    done = subprocess.run(  # noqa: S603 -- of this file alone
        command, check=True, capture_output=True, text=True, **options
    )
    return done.stdout


def place_in(folder: Path) -> DataPlace:
    folder.mkdir()
    roots = {name: folder / name for name in ("media", "private")}
    return DataPlace(DATABASES["sqlite"](connected(sqlite_in(folder))), roots)


@pytest.fixture
def place(tmp_path, monkeypatch) -> DataPlace:
    monkeypatch.setattr(restoring, "known_migrations", lambda: KNOWN)
    place = place_in(tmp_path / "place")
    run(place, *TABLES)
    put(place, "private/claim/b.pdf", b"evidence of a person")
    return place


@needs("age")
def test_age_opens_with_the_private_key_alone(place, tmp_path):
    for name in ("key", "other"):
        quiet("age-keygen", "-o", str(tmp_path / name))
    public = quiet("age-keygen", "-y", str(tmp_path / "key")).strip()
    path = make_backup(place, tmp_path / "backups", Cipher("age", public)).path
    assert path.name.endswith(".tar.age")
    assert b"evidence" not in path.read_bytes()
    elsewhere = place_in(tmp_path / "elsewhere")
    with pytest.raises(BackupError, match="--identity"):
        restore_backup(elsewhere, path)
    with pytest.raises(BackupError, match="age không thành công"):
        restore_backup(elsewhere, path, identity=str(tmp_path / "other"))
    restore_backup(elsewhere, tmp_path / "backups", identity=str(tmp_path / "key"))
    assert names(elsewhere) == ["Khuôn ép nhựa"]
    assert [path.read_bytes() for _name, path in elsewhere.files()] == [b"evidence of a person"]


@needs("age")
def test_a_key_that_is_none_leaves_nothing(place, tmp_path):
    with pytest.raises(BackupError, match="age không thành công"):
        make_backup(place, tmp_path / "backups", Cipher("age", "no-key"))
    assert list((tmp_path / "backups").iterdir()) == []


@needs("gpg")
def test_gpg_encrypts_for_a_key_file_that_is_in_no_ring(place, tmp_path, monkeypatch):
    with TemporaryDirectory() as ring, TemporaryDirectory() as server:  # short: sockets lie there
        monkeypatch.setenv("GNUPGHOME", ring)
        who = "sao-luu@example.com"
        quiet("gpg", "--batch", "--passphrase", "", "--quick-gen-key", who, "future-default")
        public = tmp_path / "public.asc"
        public.write_text(quiet("gpg", "--armor", "--export", who))
        monkeypatch.setenv("GNUPGHOME", server)
        path = make_backup(place, tmp_path / "backups", Cipher("gpg", str(public))).path
        elsewhere = place_in(tmp_path / "elsewhere")
        with pytest.raises(BackupError, match="gpg không thành công"):
            restore_backup(elsewhere, path)
        monkeypatch.setenv("GNUPGHOME", ring)
        restore_backup(elsewhere, path)
        for home in (ring, server):
            quiet("gpgconf", "--homedir", home, "--kill", "all")
    assert path.name.endswith(".tar.gpg")
    assert names(elsewhere) == ["Khuôn ép nhựa"]


def test_a_program_that_is_missing_is_named(place, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="apt install age"):
        make_backup(place, tmp_path / "backups", Cipher("age", "age1"))
