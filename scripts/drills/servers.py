"""A PostgreSQL server of the drills' own, which can be stopped and started."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class Postgres:
    """A PostgreSQL server of the drill's own, which can be stopped and started."""

    def __init__(self, home: Path) -> None:
        self.home = home
        home.mkdir()
        self._as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as:
            shutil.chown(home, "postgres")
        self._run("initdb", "-D", home / "data", "-U", "portal", "-A", "trust", "-E", "UTF8")
        self.start()
        self._run("createdb", "-h", home, "-U", "portal", "portal")

    def recreate(self) -> None:
        """Begin with an empty database."""
        self._run("dropdb", "-h", self.home, "-U", "portal", "portal")
        self._run("createdb", "-h", self.home, "-U", "portal", "portal")

    @property
    def url(self) -> str:
        return f"postgres://portal@/portal?host={self.home}"

    def start(self) -> None:
        options = f"-k {self.home} -c listen_addresses=''"
        log = self.home / "log"
        self._run("pg_ctl", "-D", self.home / "data", "-l", log, "-o", options, "-w", "start")

    def stop(self) -> None:
        """End it at once, as a machine does that loses its power."""
        self._run("pg_ctl", "-D", self.home / "data", "-m", "immediate", "-w", "stop")

    def _run(self, program: str, *arguments: object) -> None:
        found = shutil.which(program) or _debians(program)
        command = [*self._as, found, *map(str, arguments)]
        subprocess.run(  # noqa: S603 -- the server's own programs
            command, check=True, cwd=self.home, stdout=subprocess.DEVNULL
        )


def _debians(program: str) -> str:
    """Return the newest one of those that Debian keeps off the PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    if not versions:
        raise SystemExit(f"{program} is missing: apt install postgresql")
    return str(versions[-1])


@contextmanager
def postgres(home: Path) -> Iterator[Postgres]:
    """Have a PostgreSQL server in this folder for as long as the drills take."""
    server = Postgres(home / "postgresql")
    try:
        yield server
    finally:
        with suppress(subprocess.CalledProcessError):  # stopped by an accident
            server.stop()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
