"""The product as `make run` starts it on a fresh machine, for a browser to walk through."""

import email
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from email.policy import default
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent.parent
# What the tests around this one have set, and a fresh machine has not.
NOT_HERS = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PORTAL_ENV", "DEBUG", "MAKEFLAGS")
LONGEST = 300  # seconds that setting up and starting may take on a busy machine
PATIENCE = 60  # seconds for a letter, which the worker sends


@dataclass(frozen=True)
class RunningProduct:
    """A running portal with its demo data, its worker, and the letters that it has sent."""

    address: str
    data: Path

    def letter(self, to: str, words: str) -> str:
        """The body of the letter to this address whose subject has these words."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for letter in self._letters():
                if letter["To"] == to and words in letter["Subject"]:
                    return letter.get_content()
            time.sleep(0.3)
        told = [(letter["To"], letter["Subject"]) for letter in self._letters()]
        raise AssertionError(f"no letter to {to} about {words!r} among {told}")

    def link(self, to: str, words: str) -> str:
        """The path of the page to which that letter leads."""
        return re.search(r"https?://[^/\s]+(/\S+)", self.letter(to, words))[1]

    def _letters(self) -> list:
        files = sorted((self.data / "mail").glob("*.log"))
        read = [file.read_bytes() for file in files]
        parts = [part for text in read for part in re.split(rb"\n-{70,}\n", text) if part.strip()]
        return [email.message_from_bytes(part, policy=default) for part in parts]


@contextmanager
def started(data: Path):
    """`make run` with an empty data folder, until the block ends."""
    port = _free_port()
    kept = {name: value for name, value in os.environ.items() if name not in NOT_HERS}
    settings = {"PORTAL_DATA": str(data), "PORT": str(port), "WEB_CONCURRENCY": "2"}
    with (data / "run.log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603 -- the project's own command
            ["make", "run", f"VENV={sys.prefix}"],  # noqa: S607
            cwd=ROOT,
            env={**kept, **settings},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _wait(f"http://127.0.0.1:{port}/healthz", process, data / "run.log")
            yield RunningProduct(f"http://127.0.0.1:{port}", data)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def _wait(address: str, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(address, timeout=5):  # noqa: S310 -- this machine's own
                return
        except (URLError, OSError):
            time.sleep(0.3)
    raise AssertionError(f"make run did not start: {log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
