"""`make run` keeps the pages and the worker going, once, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from portal.serving import processes
from portal.serving.processes import Processes
from tests.browser.product import ROOT
from tests.serving.processes import PYTHON, answers, environment, free_port, seconds_beside, until

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="no /proc, in which processes are looked up"
)


class StartedMake:
    """A `make` with a data folder, by which all its processes are known."""

    def __init__(self, make: subprocess.Popen, folder: Path, port: int) -> None:
        self.make, self.folder, self.port = make, folder, port

    def processes(self, words: str = "") -> list[int]:
        """The processes that run on this data folder, of which the command line has the words."""
        mark = f"PORTAL_DATA={self.folder}\0".encode()
        found = []
        for each in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                line = each.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode()
                if mark in each.joinpath("environ").read_bytes() and words in line:
                    found.append(int(each.name))
        return found

    def serves(self) -> bool:
        assert self.make.poll() is None, self.said()
        return answers(self.port)

    def said(self) -> str:
        return (self.folder / "make.log").read_text()

    def ends(self) -> None:
        """Assert that make ends, and that nothing of it is left."""
        self.make.wait(60)
        until(lambda: not self.processes(), f"still there: {self.processes()}", 10)


def arguments(folder: Path, port: int) -> list[str]:
    return [f"VENV={sys.prefix}", "DEMO=0", f"PORT={port}", f"PORTAL_DATA={folder}"]


@contextmanager
def made(target: str, folder: Path) -> Iterator[StartedMake]:
    port = free_port()
    with (folder / "make.log").open("w") as log:
        make = subprocess.Popen(  # noqa: S603 -- the project's own command
            ["make", target, *arguments(folder, port)],  # noqa: S607
            cwd=ROOT,
            env=environment(WEB_CONCURRENCY=2),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        whole = StartedMake(make, folder, port)
        try:
            yield whole
        finally:
            for process in [*whole.processes(), make.pid]:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            make.wait()


def refusal(folder: Path, port: int, target: str = "run") -> str:
    """What another `make` says that does not start."""
    other = subprocess.run(  # noqa: S603 -- the project's own command
        ["make", target, *arguments(folder, port)],  # noqa: S607
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert other.returncode != 0
    return other.stderr


def test_it_serves_once_starts_the_worker_again_and_ends_whole(data_folder: Path, tmp_path_factory):
    with made("run", data_folder) as portal:
        until(portal.serves, "no page")
        assert seconds_beside(portal.port, 50) < 1

        assert "đang chạy với thư mục dữ liệu" in refusal(data_folder, free_port())
        other = tmp_path_factory.mktemp("other")
        assert f"Không mở được cổng {portal.port}" in refusal(other, portal.port)

        [worker] = portal.processes("manage.py work")
        os.kill(worker, signal.SIGKILL)
        until(lambda: set(portal.processes("manage.py work")) - {worker}, "no worker again")
        assert "đang khởi động lại" in portal.said()
        assert answers(portal.port)

        portal.make.terminate()
        portal.ends()


@pytest.mark.skipif(sys.platform != "linux", reason="no prctl, by which children hear of it")
def test_kill_9_of_the_command_leaves_nothing_behind(data_folder: Path):
    """The fault: pages and worker went on, and the next `make run` found its port taken."""
    with made("run", data_folder) as portal:
        until(portal.serves, "no page")
        [command] = portal.processes("-m portal.serving")
        os.kill(command, signal.SIGKILL)
        portal.ends()


@pytest.mark.parametrize("killed", ["make", "group", "command"])
def test_it_ends_whole_while_it_still_prepares(data_folder: Path, killed: str):
    with made("run", data_folder) as portal:
        until(lambda: portal.processes("manage.py collectstatic"), "no preparation")
        if killed == "make":
            portal.make.kill()
        elif killed == "group":  # as a terminal's Ctrl-C
            os.killpg(portal.make.pid, signal.SIGINT)
        else:
            [command] = portal.processes("-m portal.serving")
            os.kill(command, signal.SIGTERM)
        portal.ends()


def test_make_dev_ends_whole(data_folder: Path):
    with made("dev", data_folder) as portal:
        until(portal.serves, "no page")
        assert "is running on the data folder" in refusal(data_folder, free_port(), "dev")
        portal.make.terminate()
        portal.ends()


TOLD_TO_END = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, {does})
pathlib.Path(sys.argv[1]).touch()
time.sleep(60)
"""


@pytest.mark.parametrize(
    ("does", "patience", "code"),
    [("lambda *_: sys.exit(7)", 10, 7), ("signal.SIG_IGN", 0.1, -signal.SIGKILL)],
    ids=["hears", "deaf"],
)
def test_what_is_told_to_end_ends_by_itself_or_is_ended(
    tmp_path, monkeypatch, does, patience, code
):
    """A worker finishes its letter, gunicorn its requests; nobody is waited for without end."""
    monkeypatch.setattr(processes, "PATIENCE", patience)
    monkeypatch.setattr(processes.signal, "signal", lambda *_: None)  # pytest's own stay
    with Processes() as command:
        script = TOLD_TO_END.format(does=does)
        process = command.start([PYTHON, "-c", script, str(tmp_path / "started")])
        until((tmp_path / "started").exists, "not started")
    assert process.returncode == code
