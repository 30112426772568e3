"""All that `make run` and `make dev` keep going: the pages, and the worker beside them.

The worker is started again when it dies. Whatever ends this ends both: nothing is left running.
"""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

ROOT = Path(__file__).resolve().parent.parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
LOOK = 0.2  # seconds between looks whether both still run
PAUSE = 2  # seconds before a worker that died is started again
PATIENCE = 40  # seconds for both to end by themselves; gunicorn takes 30 at most


@dataclass(frozen=True)
class Words:
    """What it says, in the language of whoever uses the command."""

    port: str
    folder: str
    worker: str


VIETNAMESE = Words(
    port="✗ Không mở được cổng {port}, có thể chương trình khác đang dùng ({error}).\n"
    "  Chọn cổng khác: make run PORT=8001",
    folder="✗ Cổng thông tin đang chạy với thư mục dữ liệu {folder} (tiến trình {process}).\n"
    "  Dừng tiến trình đó trước, hoặc chọn thư mục khác: make run PORTAL_DATA=var2 PORT=8001",
    worker="✗ Tiến trình xử lý việc nền đã dừng (mã {code}), đang khởi động lại…",
)
ENGLISH = Words(
    port="✗ Port {port} cannot be opened, another program may be using it ({error}).\n"
    "  To choose another port: make dev PORT=8001",
    folder="✗ The portal is running with the data folder {folder} (process {process}).\n"
    "  Stop that process first, or choose another: make dev PORTAL_DATA=var2 PORT=8001",
    worker="✗ The worker ended (status {code}) and is being started again…",
)


def run() -> None:
    """Prepare everything, then serve with gunicorn (`make run`)."""
    listener = opened_port(VIETNAMESE)
    lock = locked_folder(VIETNAMESE)
    with ended_by_signals() as children:
        for told, command in preparations():
            print(f"→ {told}…", flush=True)
            children.finish(command, lock)
        web = [sys.executable, "-m", "gunicorn", "portal.wsgi:application"]
        os.environ["LISTENER"] = f"fd://{listener.fileno()}"
        children.keep_going(web, VIETNAMESE, lock, listener)


def develop() -> None:
    """Serve with reload, letters in files, nothing collected (`make dev`)."""
    port = opened_port(ENGLISH)
    lock = locked_folder(ENGLISH)
    with ended_by_signals() as children:
        children.finish(["migrate", "--noinput", "-v", "0"], lock)
        children.finish(["load_data"], lock)
        os.environ["DEBUG"] = "1"
        port.close()  # runserver opens it itself
        children.keep_going([*MANAGE, "runserver", address_of_port()], ENGLISH, lock)


def preparations() -> Iterator[tuple[str, list[str]]]:
    """Yield what is done before the portal is served, told in Vietnamese."""
    yield "Gom tệp tĩnh", ["collectstatic", "--noinput", "-v", "0"]
    yield "Cập nhật cơ sở dữ liệu", ["migrate", "--noinput", "-v", "0"]
    yield "Nạp dữ liệu nền", ["load_data"]
    if os.environ.get("DEMO") != "0":
        yield "Nạp dữ liệu mẫu", ["load_demo"]
