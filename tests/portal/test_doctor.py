"""manage.py doctor: all is well, or what is wrong, what to do, and an exit code that says so."""

import errno
import io
import subprocess
from datetime import timedelta
from smtplib import SMTPAuthenticationError

import pytest
from django.contrib import admin
from django.core import checks
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection
from django.utils import timezone

from core.models import LoadedFixture, WorkerLease
from core.operations import waits
from core.worker import lost_work
from enterprises.models import SearchEntry
from portal import doctor
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def well(monkeypatch, start_data) -> None:
    """A portal as it should be, but for what a test changes; tests run no migrations."""
    monkeypatch.setattr(waits, "limit", lambda: None)
    # Other tests make sites of their own, which the checks would look at too.
    monkeypatch.setattr("django.contrib.admin.sites.all_sites", {admin.site})
    monkeypatch.setitem(doctor.WITH_DATABASE, "Cập nhật bảng", doctor.clocks)
    monkeypatch.setattr(doctor, "_version", lambda name: 99)
    lost_work.renew_lease("worker")


def examined() -> str:
    """What the doctor says."""
    out = io.StringIO()
    try:
        call_command("doctor", stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}{error}"
    return out.getvalue()


def test_all_is_well():
    told = examined()
    assert "✗" not in told
    assert "Mọi thứ đều ổn." in told


def test_whoever_runs_it_by_the_clock_sees_by_the_exit_code_that_something_is_wrong():
    WorkerLease.objects.all().delete()
    with pytest.raises(CommandError) as end:
        call_command("doctor", stdout=io.StringIO())
    assert end.value.returncode == 1
    assert "Tiến trình nền chưa từng chạy." in examined()


def test_a_database_that_is_away_leaves_the_rest_to_be_examined(monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("connection refused\nIs the server running?")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", away)
        told = examined()
    assert "✗ Cơ sở dữ liệu: Không kết nối được: connection refused\n  → Kiểm tra Postgre" in told
    assert "✓ Lưu tệp" in told
    assert "4 mục cần xử lý" in told


def test_a_mail_server_that_refuses_is_told(monkeypatch):
    class Server:
        def open(self):
            raise SMTPAuthenticationError(535, b"wrong password")

    monkeypatch.setattr(doctor, "get_connection", Server)
    told = examined()
    assert "✗ Thư điện tử: Không kết nối được máy chủ thư" in told
    assert "EMAIL_HOST_PASSWORD" in told


def test_a_folder_that_takes_no_files_is_told(monkeypatch):
    def full(alias):
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(doctor, "_write_and_delete", full)
    assert "PORTAL_DATA" in examined()


def test_what_django_warns_of_is_told(monkeypatch):
    warned = [checks.Warning("SECURE_HSTS_SECONDS is not set", id="security.W004")]
    monkeypatch.setattr(doctor.checks, "run_checks", lambda **options: warned)
    assert "✗ Cấu hình: security.W004: SECURE_HSTS_SECONDS is not set\n  → Sửa biến" in examined()


def test_static_files_that_were_not_collected_are_told(monkeypatch):
    def missing(name):
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr(doctor.staticfiles_storage, "url", missing)
    assert "→ Chạy `manage.py collectstatic --noinput`." in examined()


def test_translations_that_were_not_compiled_are_told(settings, tmp_path):
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").touch()
    settings.LOCALE_PATHS = [tmp_path]
    assert "pybabel compile" in examined()
    (folder / "django.mo").touch()
    assert "Mọi thứ đều ổn." in examined()


def test_a_search_index_with_gaps_is_told():
    enterprise = EnterpriseFactory()
    assert doctor.search_index().ok
    SearchEntry.objects.update(is_public=False)
    assert "1 doanh nghiệp sai hoặc thiếu" in doctor.search_index().detail
    SearchEntry.objects.all().delete()
    assert "→ Chạy `manage.py reindex`." in examined()
    assert enterprise.legal_name not in examined()


def test_start_data_that_is_missing_is_told():
    LoadedFixture.objects.filter(name="0100_decision_2869").delete()
    told = examined()
    assert "✗ Dữ liệu nền: Chưa nạp: 0100_decision_2869.\n  → Chạy `manage.py load_data`." in told


def test_a_clock_that_was_set_back_is_told():
    ahead = timezone.now() + lost_work.LEASE + timedelta(minutes=2)
    WorkerLease.objects.update(until=ahead)
    told = examined()
    assert "✗ Đồng hồ: Đồng hồ lệch 1" in told
    assert "timedatectl" in told


VERSION = doctor._version


class TestBackupPrograms:
    @pytest.fixture(autouse=True)
    def postgresql(self, monkeypatch):
        """A server of version 17, whatever this one is."""
        monkeypatch.setattr(doctor, "connection", Server())
        monkeypatch.setattr(doctor, "_version", VERSION)

    def installed(self, monkeypatch, told: str) -> None:
        monkeypatch.setattr(doctor.shutil, "which", lambda name: f"/usr/bin/{name}")
        answer = subprocess.CompletedProcess([], 0, stdout=told)
        monkeypatch.setattr(doctor.subprocess, "run", lambda *args, **options: answer)

    def test_none_is_told(self, monkeypatch):
        monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
        finding = doctor.backup_programs()
        assert not finding.ok
        assert "Không tìm thấy pg_dump" in finding.detail
        assert "postgresql-client-17" in finding.advice

    @pytest.mark.parametrize(
        ("told", "ok"),
        [
            ("pg_dump (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)\n", False),
            ("pg_dump (PostgreSQL) 17.2\n", True),
            ("pg_dump (PostgreSQL) 18beta1\n", True),
            ("", False),
        ],
    )
    def test_an_older_one_is_told(self, monkeypatch, told, ok):
        self.installed(monkeypatch, told)
        finding = doctor.backup_programs()
        assert finding.ok is ok
        assert ok or "17" in finding.advice


class Server:
    vendor = "postgresql"
    pg_version = 170_002


class TestMigrations:
    def planned(self, monkeypatch, plan=(), applied=()):
        class Graph:
            nodes = {("core", "0001_initial"): None}

            def leaf_nodes(self):
                return []

        class Loader:
            graph = Graph()
            applied_migrations = dict.fromkeys([("core", "0001_initial"), *applied])
            replacements = {}

        class Executor:
            loader = Loader()

            def __init__(self, connection):
                pass

            def migration_plan(self, targets):
                return [(name, False) for name in plan]

        monkeypatch.setattr(doctor, "MigrationExecutor", Executor)
        return doctor.migrations()

    def test_tables_as_the_code_has_them_are_well(self, monkeypatch):
        assert self.planned(monkeypatch, applied=[("gone_app", "0001_initial")]).ok

    def test_what_was_not_run_is_told(self, monkeypatch):
        finding = self.planned(monkeypatch, plan=["core.0009_new"])
        assert not finding.ok
        assert "core.0009_new" in finding.detail
        assert finding.advice == "Chạy `manage.py migrate`."

    def test_a_database_newer_than_the_code_is_told(self, monkeypatch):
        finding = self.planned(monkeypatch, applied=[("core", "0099_future")])
        assert not finding.ok
        assert "core.0099_future" in finding.detail
