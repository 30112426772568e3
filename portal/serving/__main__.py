"""All that `make run` and `make dev` keep going: the pages, and the worker beside them.

The worker is started again when it dies; when the pages end, all ends.
"""

import fcntl
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from portal.serving.processes import Processes

MANAGE = [sys.executable, "manage.py"]
PAUSE = 1  # seconds before a worker that died is started again


@dataclass(frozen=True)
class Words:
    """What the command says, in the language of who uses it (docs/decisions/0010-*)."""

    port: str
    folder: str
    worker: str


RUN = Words(
    port="✗ Không mở được cổng {port}, có thể chương trình khác đang dùng ({error}).\n"
    "  Chọn cổng khác: make run PORT=8001",
    folder="✗ Cổng thông tin đang chạy với thư mục dữ liệu {folder} (tiến trình {process}).\n"
    "  Hãy dừng nó trước, hoặc chọn thư mục khác: make run PORT=8001 PORTAL_DATA=var/2",
    worker="✗ Tiến trình làm việc nền đã dừng (mã {status}), đang khởi động lại…",
)
DEV = Words(
    port="✗ Port {port} cannot be opened, another program may be using it ({error}).\n"
    "  To choose another port: make dev PORT=8001",
    folder="✗ The portal is running on the data folder {folder} (process {process}).\n"
    "  Stop it first, or choose another folder: make dev PORT=8001 PORTAL_DATA=var/2",
    worker="✗ The worker has ended (status {status}) and is being started again…",
)


def run() -> None:
    """Prepare everything and serve it with gunicorn, which takes over the open port."""
    lock, listener = locked_folder(RUN), opened_port(RUN)
    with Processes() as processes:
        for told, step in preparations().items():
            print(f"→ {told}…", flush=True)
            processes.finish([*MANAGE, *step], lock)
        os.environ["LISTENER"] = f"fd://{listener.fileno()}"
        gunicorn = [sys.executable, "-m", "gunicorn", "portal.wsgi:application"]
        keep_going(processes, processes.start(gunicorn, lock, listener), RUN, lock)


def develop() -> None:
    """Serve with reload, and nothing collected."""
    lock, listener = locked_folder(DEV), opened_port(DEV)
    with Processes() as processes:
        processes.finish([*MANAGE, "migrate", "--noinput", "-v", "0"], lock)
        processes.finish([*MANAGE, "load_data"], lock)
        host, port = listener.getsockname()
        listener.close()  # runserver opens it itself
        os.environ["DEBUG"] = "1"
        runserver = [*MANAGE, "runserver", f"{host}:{port}"]
        keep_going(processes, processes.start(runserver, lock), DEV, lock)


def preparations() -> dict[str, list[str]]:
    """Return what is done before the portal is served, each with what is said of it."""
    steps = {
        "Gom tệp tĩnh": ["collectstatic", "--noinput", "-v", "0"],
        "Cập nhật cơ sở dữ liệu": ["migrate", "--noinput", "-v", "0"],
        "Nạp dữ liệu nền": ["load_data"],
    }
    if os.environ.get("DEMO") != "0":
        steps["Nạp dữ liệu mẫu"] = ["load_demo"]
    return steps


def keep_going(processes: Processes, web: subprocess.Popen, words: Words, lock: TextIO) -> None:
    """Keep a worker running while the pages are served; SystemExit where they end."""
    worker = processes.start([*MANAGE, "work"], lock)
    while web.poll() is None:
        processes.watch(web)
        if worker.poll() is not None:
            print(words.worker.format(status=worker.returncode), file=sys.stderr, flush=True)
            time.sleep(PAUSE)
            worker = processes.start([*MANAGE, "work"], lock)
    sys.exit(web.returncode)


def locked_folder(words: Words) -> TextIO:
    """Take the data folder while this or what it starts runs; SystemExit where it is taken."""
    folder = Path(os.environ.get("PORTAL_DATA", "var"))
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "running.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        sys.exit(words.folder.format(folder=folder, process=lock.read().strip()))
    lock.truncate(0)
    print(os.getpid(), file=lock, flush=True)
    return lock


def opened_port(words: Words) -> socket.socket:
    """Open the port at once, so that no other program can meanwhile; SystemExit if one has."""
    port = os.environ.get("PORT", "8000")
    try:
        return socket.create_server((os.environ.get("BIND", "127.0.0.1"), int(port)))
    except (OSError, OverflowError, ValueError) as error:
        sys.exit(words.port.format(port=port, error=error))


if __name__ == "__main__":
    {"run": run, "dev": develop}[sys.argv[1]]()
