"""Sessions in the database; those of staff end when idle, and after half a day."""

import time

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

IDLE, LONGEST = 30 * 60, 12 * 60 * 60  # seconds, of staff
STEP = 60  # seconds: so exactly is known when a session was last used
BEGAN, USED = "accounts.began", "accounts.used"  # in the session of staff


class SessionStore(DatabaseStore):
    """Django's own, which comes back empty once a session of staff is over."""

    def load(self) -> dict:
        content = super().load()
        if is_over(content):
            self.delete(self.session_key)
            self._session_key = None
            return {}
        return content

    def begin(self) -> None:
        """Start the clocks of a session of staff."""
        self[BEGAN] = self[USED] = int(time.time())

    def use(self) -> None:
        """Note that a person is there, where the session is one of staff."""
        used = self.get(USED)
        if used is not None and time.time() - used >= STEP:
            self[USED] = int(time.time())


def is_over(content: dict) -> bool:
    """Return whether a session of staff has been idle for too long, or has lasted too long."""
    if BEGAN not in content:
        return False
    present = time.time()
    return present - content[USED] > IDLE or present - content[BEGAN] > LONGEST
