"""A portal that runs for a drill: its processes, its folder, what its database holds."""

import json
import os
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from scripts.drills.servers import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
START = 180  # seconds at most until it serves


class Portal:
    """The portal as `make run` starts it, on a folder and a port of its own."""

    def __init__(self, home: Path, database_url: str = "", root: Path = ROOT) -> None:
        self.home, self.root, self.port = home, root, free_port()
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "PORTAL_ENV": "local",
            "PORTAL_DATA": str(home),
            "PORT": str(self.port),
            "TRUSTED_PROXIES": "1",  # each visitor of a drill comes from a network of its own
        }
        if database_url:
            self.environment["DATABASE_URL"] = database_url
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start all of it, and wait until it serves."""
        self._start(["-m", "portal.serving", "run"])

    def start_pages(self) -> None:
        """Start what serves the pages alone, on a database and a folder that are there."""
        self._start(["-m", "gunicorn", "portal.wsgi:application"])

    def _start(self, command: list[str]) -> None:
        log = (self.home / "log").open("a")
        self.process = subprocess.Popen(  # noqa: S603 -- the portal's own commands
            [sys.executable, *command],
            cwd=self.root,
            env=self.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        until = time.monotonic() + START
        while not self.serves():
            if self.process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"The portal did not start:\n{(self.home / 'log').read_text()}")
            time.sleep(0.3)

    def serves(self) -> bool:
        """Return whether the front page comes within five seconds."""
        try:
            return self.status("/") == 200
        except (OSError, HTTPException):
            return False

    def status(self, path: str) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)

    def processes(self, named: str) -> list[int]:
        """Return the numbers of this portal's processes whose command names this."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                environment = (folder / "environ").read_bytes()
            except OSError:  # it has ended, or is somebody else's
                continue
            if named in command and f"PORTAL_DATA={self.home}\0".encode() in environment + b"\0":
                found.append(int(folder.name))
        return found

    def kill(self, named: str, *, but_first: bool = False) -> int:
        """Kill processes without warning; return how many. `but_first` spares the oldest."""
        numbers = sorted(self.processes(named))[1 if but_first else 0 :]
        for number in numbers:
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                continue
        return len(numbers)

    def ask(self, code: str) -> object:
        """Run Python within the portal's project; return what it prints last, as JSON."""
        done = self.manage("shell", "-v", "0", "-c", code)
        return json.loads(done.strip().splitlines()[-1])

    def manage(self, *arguments: str) -> str:
        """Run a command; SystemExit with what it said where it fails."""
        done = subprocess.run(  # noqa: S603 -- the portal's own commands
            [sys.executable, "manage.py", *arguments],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"manage.py {' '.join(arguments)}:\n{done.stdout}{done.stderr}")
        return done.stdout
