"""Going on after failures: a database that restarts, a full disk, a mail server that is away."""

import logging
import time
from collections.abc import Callable

from django.db import connections

log = logging.getLogger(__name__)
LONGEST = 60  # seconds of waiting after a failure
SAID_EVERY = 60  # seconds between two lines about the same kind of failure


class Patience:
    """Does pieces of work of which none may end the process; waits ever longer while they fail.

    `said` has when each kind of failure was told; threads that share it tell it once.
    """

    def __init__(
        self,
        wait: Callable[[float], object] = time.sleep,
        said: dict[str, float] | None = None,
    ) -> None:
        self.wait = wait
        self.said = {} if said is None else said
        self.failures = 0

    def attempt(self, work: Callable[[], object]) -> bool:
        """Do it; where it fails, say so, wait, and return False."""
        try:
            work()
        except Exception as error:
            self._say(error)
            connections.close_all()  # the next attempt begins with new ones
            self.failures += 1
            self.wait(min(2**self.failures, LONGEST))
            return False
        self.failures = 0
        return True

    def _say(self, error: Exception) -> None:
        """Write one line a minute of each kind: its first line, which names no person."""
        kind = type(error).__name__
        if time.monotonic() - self.said.get(kind, -SAID_EVERY) >= SAID_EVERY:
            self.said[kind] = time.monotonic()
            first = next(iter(str(error).splitlines()), "")
            log.error("work fails and is tried again: %s: %s", kind, first)
