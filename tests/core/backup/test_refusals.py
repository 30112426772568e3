"""A wrong backup, or a place that is not empty: nothing is touched."""

import json
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from core.backup.errors import BackupError
from core.backup.making import make_backup
from core.backup.restoring import restore_backup
from tests.core.backup.places import (
    ON_SQLITE,
    hidden,
    names,
    put,
    run,
    stored,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("what", ["rows", "files"])
def test_a_place_that_is_not_empty_is_refused(place, make_place, tmp_path, what):
    make_backup(place, tmp_path)
    elsewhere = make_place()
    if what == "rows":
        run(elsewhere, "CREATE TABLE things (id integer PRIMARY KEY, name varchar(99))")
    else:
        put(elsewhere, "media/photo/c.jpg", b"mine")
    with pytest.raises(BackupError, match="đã có dữ liệu"):
        restore_backup(elsewhere, tmp_path)
    assert stored(elsewhere) == ({} if what == "rows" else {"media/photo/c.jpg": b"mine"})


def altered(path: Path, change) -> None:
    """Write an archive anew, with each member's content as a function says (None: left out)."""
    with tarfile.open(path) as tar:
        members = [(each.name, tar.extractfile(each).read()) for each in tar]
    with tarfile.open(path, "w") as tar:
        for name, content in members:
            if (new := change(name, content)) is not None:
                info = tarfile.TarInfo(name)
                info.size = len(new)
                tar.addfile(info, BytesIO(new))


def tampered_file(name: str, content: bytes) -> bytes:
    return b"forgery!" if name.endswith(".pdf") else content


def missing_file(name: str, content: bytes) -> bytes | None:
    return None if name.endswith(".jpg") else content


def wrong_checksum(name: str, content: bytes) -> bytes:
    return content.replace(b'"sha256": "', b'"sha256": "0') if name == "manifest.json" else content


def wrong_count(name: str, content: bytes) -> bytes:
    return content.replace(b'"things": 1', b'"things": 2') if name == "manifest.json" else content


def no_manifest(name: str, content: bytes) -> bytes | None:
    return None if name == "manifest.json" else content


def later_form(name: str, content: bytes) -> bytes:
    return content.replace(b'"form": 1', b'"form": 2') if name == "manifest.json" else content


def later_version(name: str, content: bytes) -> bytes:
    return content.replace(b"0001_initial", b"0002_later") if name == "manifest.json" else content


def other_database(name: str, content: bytes) -> bytes:
    if name != "manifest.json":
        return content
    return json.dumps({**json.loads(content), "vendor": "oracle"}).encode()


def later_server(name: str, content: bytes) -> bytes:
    if name != "manifest.json":
        return content
    return json.dumps({**json.loads(content), "version": 99}).encode()


@ON_SQLITE
@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (tampered_file, "không khớp với bản kê.*b.pdf"),
        (missing_file, "không khớp với bản kê.*a.jpg"),
        (wrong_checksum, "không khớp với bản kê"),
        (no_manifest, "không có bản kê"),
        (later_form, "chưa biết"),
        (later_version, "mới hơn.*things.0002_later"),
        (other_database, "oracle"),
        (later_server, "bản 99"),
    ],
)
def test_a_wrong_backup_changes_nothing(place, tmp_path, change, complaint):
    refuses(place, tmp_path, change, complaint)


def test_wrong_counts_in_the_database_change_nothing(place, tmp_path):
    refuses(place, tmp_path, wrong_count, "things")


def refuses(place, tmp_path, change, complaint):
    path = make_backup(place, tmp_path).path
    altered(path, change)
    run(place, "INSERT INTO things VALUES (2, 'sau')")
    put(place, "media/photo/later.jpg", b"later")
    before = stored(place)
    place.database.connection.close()
    with pytest.raises(BackupError, match=complaint):
        restore_backup(place, path, replace=True)
    assert names(place) == ["Khuôn ép nhựa", "sau"]
    assert stored(place) == before
    assert hidden(place) == []


@ON_SQLITE
def test_a_disk_that_fails_at_the_last_step_leaves_the_old_database(place, tmp_path, monkeypatch):
    make_backup(place, tmp_path)
    run(place, "INSERT INTO things VALUES (2, 'sau')")
    place.database.connection.close()
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if self.name.endswith(".restoring"):
            raise OSError("I/O error")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match="I/O error"):
        restore_backup(place, tmp_path, replace=True)
    assert names(place) == ["Khuôn ép nhựa", "sau"]


@ON_SQLITE
def test_a_file_that_was_cut_off_is_refused(place, tmp_path):
    path = make_backup(place, tmp_path).path
    path.write_bytes(path.read_bytes()[:-11_000])
    place.database.connection.close()
    with pytest.raises(BackupError, match=r"bị hỏng|cắt ngắn"):
        restore_backup(place, path, replace=True)


@ON_SQLITE
@pytest.mark.parametrize("name", ["../outside", "/tmp/outside"])  # noqa: S108 -- refused
def test_no_member_leads_out_of_the_folder(place, tmp_path, name):
    path = tmp_path / "portal-20261130-120000.tar"
    with tarfile.open(path, "w") as tar:
        tar.addfile(tarfile.TarInfo(name))
    with pytest.raises(BackupError, match="không hợp lệ"):
        restore_backup(place, path, replace=True)
    assert not (tmp_path / "outside").exists()


@ON_SQLITE
def test_another_user_does_not_restore(place, make_place, tmp_path, monkeypatch):
    make_backup(place, tmp_path)
    monkeypatch.setattr("os.geteuid", lambda: 12345)
    with pytest.raises(BackupError, match="tài khoản sở hữu"):
        restore_backup(place, tmp_path, replace=True)
