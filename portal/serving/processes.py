"""Processes of one command: started together, and ended together whatever ends the command."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import Protocol

SIGNALS = (signal.SIGTERM, signal.SIGINT)
LOOK = 0.2  # seconds between looks for a signal
PARENT_DEATH_SIGNAL = 1  # Linux's number for this option of prctl
PATIENCE = 40  # seconds for all to end by themselves: gunicorn takes 30 at most


class Open(Protocol):
    """A file or socket that a process gets from this one."""

    def fileno(self) -> int: ...


def _end_with_parent() -> None:
    """Have Linux end this new process when its parent is killed, which then can end none itself."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


class Processes:
    """Used in `with`: at its end none of them is left, nor what they have started."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen] = []
        self._parent = os.getppid()
        self._signal = 0

    def __enter__(self) -> "Processes":
        for number in SIGNALS:
            signal.signal(number, self._note)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as nohup leaves it
            signal.signal(signal.SIGHUP, self._note)
        return self

    def __exit__(self, *exception: object) -> None:
        for process in self._running:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        for process in self._running:
            try:
                process.wait(max(0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def start(self, command: list[str], *shared: Open) -> subprocess.Popen:
        """Start a process in a session of its own: the terminal's Ctrl-C reaches this one alone."""
        process = subprocess.Popen(  # noqa: S603 -- the portal's own commands
            command,
            start_new_session=True,
            pass_fds=[each.fileno() for each in shared],
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )
        self._running = [each for each in self._running if each.poll() is None] + [process]
        return process

    def finish(self, command: list[str], *shared: Open) -> None:
        """Wait for a process that ends by itself; SystemExit with its status where it failed."""
        process = self.start(command, *shared)
        while process.poll() is None:
            self.watch(process)
        if process.returncode:
            sys.exit(process.returncode)

    def watch(self, process: subprocess.Popen) -> None:
        """Wait a moment for a process; SystemExit where the command itself is to end."""
        with suppress(subprocess.TimeoutExpired):
            process.wait(LOOK)
        if self._signal:
            sys.exit(128 + self._signal)
        if os.getppid() != self._parent:
            sys.exit(1)  # `make` was killed

    def _note(self, number: int, frame: object) -> None:
        # Only noted: an exception here could lose a process that is just being started.
        self._signal = number
