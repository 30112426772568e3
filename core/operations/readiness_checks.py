"""The checks of readiness that every portal has: database, disk, queue, worker."""

import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Min, Q
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult, get_date_max

from core.models import Letter
from core.operations.readiness import Finding
from core.worker.lost_work import last_sign_of_life

LEAST_FREE = 500 * 1024 * 1024  # bytes: some days of uploads and letters
LONGEST_WAIT = timedelta(minutes=15)  # of a task that is due
LONGEST_SILENCE = timedelta(minutes=2)
LONGEST_LETTER = timedelta(hours=1)
_WORKER = "Chạy lại tiến trình `manage.py work` và xem nhật ký của nó."


def database() -> Finding:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        told = str(error).partition("\n")[0]
        advice = "Kiểm tra PostgreSQL đang chạy, nhận kết nối từ máy này, và DATABASE_URL."
        return Finding(False, f"Không kết nối được: {told}", advice)
    return Finding(True, "Cơ sở dữ liệu trả lời.")


def disk() -> Finding:
    """Whether there is room for what people upload."""
    folders = [settings.DATA_DIR, settings.DATA_DIR / "media", settings.DATA_DIR / "private"]
    free = min(shutil.disk_usage(_existing(folder)).free for folder in folders)
    return Finding(
        free >= LEAST_FREE,
        f"Thư mục dữ liệu còn trống {free / 1024**3:.1f} GB.",
        f"Giải phóng chỗ hoặc thêm đĩa: cần ít nhất {LEAST_FREE // 1024**2} MB.",
        {"disk_free_bytes": free},
    )


def queue() -> Finding:
    """Whether tasks that are due are taken up."""
    at_once = Q(run_after=get_date_max())  # as the queue writes it
    due = DBTaskResult.objects.ready().aggregate(
        waiting=Count("pk"),
        enqueued=Min("enqueued_at", filter=at_once),
        deferred_to=Min("run_after", filter=~at_once),
    )
    waiting = due.pop("waiting")
    moment = now()
    wait = max(moment - min(filter(None, due.values()), default=moment), timedelta())
    return Finding(
        wait <= LONGEST_WAIT,
        f"{waiting} việc đang chờ, lâu nhất {wait.total_seconds() / 60:.0f} phút.",
        _WORKER,
        {"queue_waiting": waiting, "queue_age_seconds": wait.total_seconds()},
    )


def worker() -> Finding:
    """Whether a worker has been heard of: amid a long task, too, it renews its lease."""
    sign = last_sign_of_life()
    if sign is None:
        return Finding(False, "Tiến trình nền chưa từng chạy.", "Chạy `manage.py work`.")
    silence = max(now() - sign, timedelta())
    return Finding(
        silence <= LONGEST_SILENCE,
        f"Tiến trình nền báo lần cuối cách đây {silence.total_seconds():.0f} giây.",
        _WORKER,
        {"worker_silence_seconds": silence.total_seconds()},
    )


def letters() -> Finding:
    """Whether letters go: none given up, none waiting for long."""
    failed = Letter.objects.failed().count()
    first = Letter.objects.filter(state=Letter.State.WAITING).aggregate(at=Min("made_at"))["at"]
    wait = max(now() - first, timedelta()) if first else timedelta()
    return Finding(
        not failed and wait <= LONGEST_LETTER,
        f"{failed} thư không gửi được; thư chờ lâu nhất {wait.total_seconds() / 60:.0f} phút.",
        "Xem máy chủ thư (EMAIL_HOST), rồi gửi lại trong trang quản trị, mục Thư gửi đi.",
        {"letters_failed": failed, "letters_age_seconds": wait.total_seconds()},
    )


def _existing(folder: Path) -> Path:
    """Return the folder, or the nearest above it that is there."""
    return next(each for each in (folder, *folder.parents) if each.exists())
