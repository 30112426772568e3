"""The portal as gunicorn serves it in production, with several processes: figures and logs."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings

from tests.production import COMPLETE

LONGEST = 60  # seconds until it answers


class Served:
    """A running portal with two processes, without tables: what needs none is asked of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, (self.port, self.private) = folder, free_ports(2)
        for name in ("tmp", "static"):
            (folder / name).mkdir()
        environment = {
            **COMPLETE,
            "PATH": os.environ["PATH"],
            "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3",
            "PORTAL_DATA": str(folder),
            "TMPDIR": str(folder / "tmp"),
            "PORT": str(self.port),
            "METRICS_BIND": f"127.0.0.1:{self.private}",
            "WEB_CONCURRENCY": "2",
        }
        with (folder / "log").open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "portal.wsgi"],
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=log,
                stderr=log,
            )

    def ask(self, path: str, port: int = 0) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", port or self.port, timeout=LONGEST)
        headers = {"Host": COMPLETE["ALLOWED_HOSTS"], "X-Forwarded-Proto": "https"}
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def wait(self) -> None:
        until = time.monotonic() + LONGEST
        while time.monotonic() < until and self.process.poll() is None:
            try:
                self.ask("/healthz")
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(self.log)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(LONGEST)

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()


def free_ports(count: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@pytest.fixture
def served(tmp_path) -> Iterator[Served]:
    portal = Served(tmp_path)
    try:
        portal.wait()
        yield portal
    finally:
        if portal.process.poll() is None:
            portal.process.kill()
            portal.process.wait(LONGEST)


def test_figures_of_all_processes_on_a_private_port_and_logs_without_what_was_typed(served):
    for _ in range(20):
        assert served.ask("/healthz?q=typed-by-a-visitor")[0] == 200
    assert "portal_request" not in served.ask("/metrics")[1]

    status, figures = served.ask("/metrics", served.private)
    counted = re.search(r'portal_requests_total\{.*view="healthz".*\} (\S+)', figures)
    assert (status, float(counted[1])) == (200, 21), "one while it was waited for"
    assert 'portal_ready{check="disk"} 1.0' in figures
    assert "Cổng thông tin" not in served.ask("/", served.private)[1]

    assert len(list((served.folder / "tmp").glob("portal-metrics-*"))) == 1
    assert served.stop() == 0
    assert not list((served.folder / "tmp").glob("portal-metrics-*")), "it cleans up"

    lines = [json.loads(line) for line in served.log.splitlines()]
    assert sum(line.get("path") == "/healthz" for line in lines) == 21
    assert "typed-by-a-visitor" not in served.log
    kinds = [line["kind"] for line in lines if "traceback" in line]
    assert len(kinds) <= 2 * len(set(kinds)), "once for each kind and process"
