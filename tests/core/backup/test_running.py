"""A restore and a running portal exclude one another."""

from contextlib import closing

import pytest
from django.core.files.storage import FileSystemStorage

from core.backup import occupancy
from core.backup.errors import BackupError
from core.backup.making import make_backup
from core.backup.place import DataPlace
from core.backup.restoring import restore_backup
from tests.core.backup.places import ON_SQLITE, connected

pytestmark = pytest.mark.django_db


def occupied(place: DataPlace, monkeypatch) -> None:
    """Have this process take the place for its portal's."""
    storage = FileSystemStorage(place.roots["private"])
    monkeypatch.setattr(occupancy, "private_storage", lambda: storage)
    monkeypatch.setattr(occupancy, "portal_place", lambda: place)


def test_a_restore_is_refused_while_a_portal_runs(place, tmp_path, monkeypatch):
    make_backup(place, tmp_path)
    place.database.connection.close()
    occupied(place, monkeypatch)
    monkeypatch.setattr(occupancy, "_held", held := [])
    occupancy.occupy()
    monkeypatch.setattr(occupancy, "_held", workers := [])
    occupancy.occupy()  # beside the pages
    for each in (held, workers):
        with pytest.raises(BackupError, match="đang chạy"):
            restore_backup(place, tmp_path, replace=True)
        each.pop().close()
    restore_backup(place, tmp_path, replace=True)


def test_a_restore_is_refused_while_somebody_is_connected(place, tmp_path):
    make_backup(place, tmp_path)
    place.database.connection.close()
    with closing(connected(place.database.connection.settings_dict)) as other:
        with other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM things")
        with pytest.raises(BackupError, match=r"đang mở|Còn kết nối"):
            restore_backup(place, tmp_path, replace=True)
    restore_backup(place, tmp_path, replace=True)


@ON_SQLITE
def test_a_portal_does_not_start_during_a_restore(place, monkeypatch):
    occupied(place, monkeypatch)
    monkeypatch.setattr(occupancy, "_held", [])
    with (
        occupancy.exclusive(place.own(occupancy.IN_USE), "…"),
        pytest.raises(BackupError, match="đang được khôi phục"),
    ):
        occupancy.occupy()
