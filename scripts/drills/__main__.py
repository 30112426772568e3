"""Run the drills: `make drills`, on SQLite and on a PostgreSQL server of their own, in minutes.

WRITES=200 makes them shorter; ARGS="sqlite kill" runs what is named so.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from scripts.drills import state
from scripts.drills.accidents import DRILLS, Scene
from scripts.drills.portal import Portal
from scripts.drills.servers import postgres

WRITES = int(os.environ.get("WRITES", "1000"))
DISK = "600m"  # of the disk that is filled


@contextmanager
def disk() -> Iterator[Path]:
    """Have a small disk of one's own, which only root can mount; else an ordinary folder."""
    home = Path(tempfile.mkdtemp(prefix="drill-"))
    home.chmod(0o755)
    is_mounted = (
        os.geteuid() == 0
        and not subprocess.run(  # noqa: S603
            ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(home)],  # noqa: S607
            check=False,
            stderr=subprocess.DEVNULL,
        ).returncode
    )
    try:
        yield home
    finally:
        if is_mounted:
            subprocess.run(["umount", "-l", str(home)], check=True)  # noqa: S603, S607
        shutil.rmtree(home, ignore_errors=True)


def run(database: str, named: list[str]) -> bool:
    """Run the drills on one database; whether all went well."""
    is_well = True
    with disk() as home, postgres(home) if database == "postgresql" else nullcontext() as server:
        folder = home / "portal"
        folder.mkdir()
        portal = Portal(folder, server.url if server else "")
        portal.start()
        try:
            scene = Scene(portal, server, portal.ask(state.PREPARE), WRITES)
            for name, drill in DRILLS.items():
                if named and not any(each in name for each in named):
                    continue
                if drill.__name__ == "disk_full" and not home.is_mount():
                    print(f"\n{database}: {name}\n  left out: only root mounts a small disk")
                    continue
                began = time.monotonic()
                result = drill(scene)
                print(f"\n{database}: {name} ({time.monotonic() - began:.0f} s)")
                for figure, value in result.figures.items():
                    print(f"  {figure}: {value}")
                for fault in result.faults:
                    print(f"  ✗ {fault}")
                is_well &= not result.faults
        finally:
            portal.stop()
    return is_well


def main() -> None:
    databases = [each for each in ("sqlite", "postgresql") if each in sys.argv[1:]]
    named = [each for each in sys.argv[1:] if each not in databases]
    results = [run(each, named) for each in databases or ["sqlite", "postgresql"]]
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
