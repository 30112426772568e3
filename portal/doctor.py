"""What `manage.py doctor` examines: each examination says what it has found and what to do."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core import checks
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.mail import get_connection
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.timezone import now

from core.models import LoadedFixture
from core.operations.readiness import DATABASE, Finding, findings, title_of
from core.worker.lost_work import last_sign_of_life
from enterprises.models import Enterprise

CLOCK_TOLERANCE = timedelta(seconds=5)  # codes of the second factor are good for 30
Examination = Callable[[], Finding]


def examine() -> Iterator[tuple[str, Finding]]:
    """Yield a title and what was found, of each examination; without a database only some."""
    ready = findings()
    examinations = {**ALONE, **(WITH_DATABASE if ready[DATABASE].ok else {})}
    for title, examination in examinations.items():
        yield title, _found(examination)
    for name, finding in ready.items():
        yield title_of(name), finding


def _found(examination: Examination) -> Finding:
    try:
        return examination()
    except Exception as error:  # whatever it is, the operator must know that this is not well
        return Finding(False, f"Không kiểm tra được: {type(error).__name__}: {error}")


def configuration() -> Finding:
    """Look at the settings with Django's own checks, in production with those of a deployment."""
    found = checks.run_checks(include_deployment_checks=settings.PRODUCTION)
    serious = [each for each in found if each.level >= checks.WARNING and not each.is_silenced()]
    told = "; ".join(f"{each.id}: {each.msg}" for each in serious)
    return Finding(
        not serious,
        told or f"Cấu hình hợp lệ (PORTAL_ENV={settings.PORTAL_ENV}).",
        "Sửa biến môi trường theo thông báo trên (bảng biến trong README.md), rồi khởi động lại.",
    )


def migrations() -> Finding:
    """Compare the tables with the code."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    missing = [str(each) for each, _ in executor.migration_plan(graph.leaf_nodes())]
    if missing:
        told = f"Còn {len(missing)} bước cập nhật chưa chạy: {', '.join(missing)}."
        return Finding(False, told, "Chạy `manage.py migrate`.")
    labels = {label for label, _ in graph.nodes}
    applied = executor.loader.applied_migrations
    unknown = [".".join(key) for key in applied if key[0] in labels and key not in graph.nodes]
    replaced = {".".join(key) for key in executor.loader.replacements}
    return Finding(
        not set(unknown) - replaced,
        f"Cơ sở dữ liệu mới hơn chương trình: {', '.join(unknown)}."
        if unknown
        else "Các bảng khớp với chương trình.",
        "Cài lại phiên bản chương trình mới hơn, hoặc khôi phục bản sao lưu cũ hơn.",
    )


def start_data() -> Finding:
    """Look whether the Decision, the taxonomies and the roles are there."""
    names = {path.stem for path in (settings.BASE_DIR / "fixtures").glob("*.json")}
    missing = sorted(names - set(LoadedFixture.objects.values_list("name", flat=True)))
    return Finding(
        not missing,
        f"Chưa nạp: {', '.join(missing)}." if missing else "Dữ liệu nền đã nạp đủ.",
        "Chạy `manage.py load_data`.",
    )


def mail() -> Finding:
    """Connect to the mail server and log in; no letter is sent."""
    server = get_connection()
    try:
        server.open()
        server.close()
    except OSError as error:  # SMTPException is one too
        return Finding(
            False,
            f"Không kết nối được máy chủ thư: {error}",
            "Kiểm tra EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS, EMAIL_HOST_USER, "
            "EMAIL_HOST_PASSWORD và tường lửa.",
        )
    return Finding(True, "Máy chủ thư nhận kết nối.")


def storage() -> Finding:
    """Write, read and delete a small file where uploads go."""
    for alias in ("default", "private"):
        try:
            _write_and_delete(alias)
        except OSError as error:
            folder = getattr(storages[alias], "location", alias)
            return Finding(
                False,
                f"Không ghi được vào {folder}: {error}",
                "Cấp quyền ghi thư mục này cho tài khoản chạy cổng thông tin (PORTAL_DATA).",
            )
    return Finding(True, "Ghi và đọc được tệp tải lên.")


def _write_and_delete(alias: str) -> None:
    name = storages[alias].save(f"doctor-{uuid4().hex}.txt", ContentFile(b"doctor"))
    with storages[alias].open(name) as file:
        file.read()
    storages[alias].delete(name)


def static_files() -> Finding:
    """Look whether the style sheets have been collected, and the translations compiled."""
    try:
        staticfiles_storage.url("css/portal.css")
    except ValueError:
        return Finding(
            False, "Chưa gom tệp tĩnh (CSS, hình).", "Chạy `manage.py collectstatic --noinput`."
        )
    sources = [path for folder in settings.LOCALE_PATHS for path in folder.glob("*/*/*.po")]
    missing = [path.parent for path in sources if not path.with_suffix(".mo").exists()]
    return Finding(
        not missing,
        f"Chưa biên dịch bản dịch: {', '.join(map(str, missing))}."
        if missing
        else "Tệp tĩnh và bản dịch đầy đủ.",
        "Chạy `pybabel compile -D django -d locale` và `-d locale_libraries`.",
    )


def clocks() -> Finding:
    """Compare this machine's clock with the database's and with the last word of the worker."""
    away = abs(now() - _database_time())
    beat = last_sign_of_life()
    ahead = beat - now() if beat else timedelta()
    return Finding(
        max(away, ahead) <= CLOCK_TOLERANCE,
        f"Đồng hồ lệch {max(away, ahead).total_seconds():.0f} giây so với cơ sở dữ liệu hoặc "
        "tiến trình nền."
        if max(away, ahead) > CLOCK_TOLERANCE
        else "Đồng hồ các máy khớp nhau.",
        "Bật đồng bộ giờ trên mọi máy (`timedatectl set-ntp true`); xác thực hai lớp cần đúng giờ.",
    )


def _database_time():
    if connection.vendor != "postgresql":
        return now()  # the same machine's
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def search_index() -> Finding:
    """Look whether search knows every enterprise, and whether it is public."""
    published = Enterprise.State.PUBLISHED
    missing = Enterprise.objects.filter(search_entry=None)
    hidden = Enterprise.objects.filter(state=published, search_entry__is_public=False)
    shown = Enterprise.objects.exclude(state=published).filter(search_entry__is_public=True)
    wrong = missing.count() + hidden.count() + shown.count()
    return Finding(
        not wrong,
        f"{wrong} doanh nghiệp sai hoặc thiếu trong chỉ mục tìm kiếm."
        if wrong
        else "Chỉ mục tìm kiếm đầy đủ.",
        "Chạy `manage.py reindex`.",
    )


def backup_programs() -> Finding:
    """Look for pg_dump and pg_restore of the server's version or a later one."""
    if connection.vendor != "postgresql":
        return Finding(True, "SQLite không cần chương trình sao lưu riêng.")
    server = connection.pg_version // 10_000
    advice = f"Cài `postgresql-client-{server}` hoặc mới hơn (apt install)."
    for program in ("pg_dump", "pg_restore"):
        version = _version(program)
        if version is None:
            return Finding(False, f"Không tìm thấy {program}.", advice)
        if version < server:
            told = f"{program} {version} cũ hơn máy chủ PostgreSQL {server}."
            return Finding(False, told, advice)
    return Finding(True, f"pg_dump và pg_restore dùng được với PostgreSQL {server}.")


def _version(program: str) -> int | None:
    """Return the main version of a program of PostgreSQL; None where it is not installed."""
    if not (path := shutil.which(program)):
        return None
    told = subprocess.run(  # noqa: S603 -- found on the PATH of whoever asks
        [path, "--version"], capture_output=True, text=True, check=False, timeout=10
    ).stdout
    found = re.search(r"\) (\d+)", told)
    return int(found[1]) if found else None


ALONE: dict[str, Examination] = {
    "Cấu hình": configuration,
    "Thư điện tử": mail,
    "Lưu tệp": storage,
    "Tệp tĩnh": static_files,
}
WITH_DATABASE: dict[str, Examination] = {
    "Cập nhật bảng": migrations,
    "Dữ liệu nền": start_data,
    "Đồng hồ": clocks,
    "Chỉ mục tìm kiếm": search_index,
    "Sao lưu": backup_programs,
}
