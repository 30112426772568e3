"""The cache in which attempts are counted: no live count is lost, and no failure is hidden.

Django's own deletes live entries when there are many, so that a flood would wipe out the counts
that should stop it, and takes a write that failed for 'somebody else holds this'.
"""

import base64
import itertools
import logging
import pickle
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from core.models import CacheEntry

log = logging.getLogger(__name__)
TIDY_EVERY = 200  # writes of a process: what has expired is deleted, the rest counted
_FOREVER = datetime(9999, 1, 1, tzinfo=UTC)


class AttemptsCache(DatabaseCache):
    """The database cache that deletes only what has expired.

    With MAX_ENTRIES live entries (0.3 kB each) it takes no new one: who is not counted yet is told
    to come back later, and nobody is counted anew.
    """

    _writes = itertools.count()
    _is_full = False

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        rows = CacheEntry.objects.filter(cache_key=key)
        expires = self._expiry(timeout)
        if mode == "touch":
            return bool(rows.filter(expires__gt=now()).update(expires=expires))
        if mode == "add":
            rows = rows.filter(expires__lte=now())
        self._tidy()
        text = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode()
        return bool(rows.update(value=text, expires=expires)) or self._insert(key, text, expires)

    def _expiry(self, timeout: Any) -> datetime:
        moment = self.get_backend_timeout(timeout)
        return _FOREVER if moment is None else datetime.fromtimestamp(moment, UTC)

    def _insert(self, key: str, text: str, expires: datetime) -> bool:
        if AttemptsCache._is_full:
            return False
        try:
            with transaction.atomic():
                CacheEntry.objects.create(cache_key=key, value=text, expires=expires)
        except IntegrityError:  # somebody else has it
            return False
        return True

    def _tidy(self) -> None:
        """Delete what has expired, now and then, and see whether there is room."""
        if next(self._writes) % TIDY_EVERY:
            return
        with transaction.atomic():  # what another process deletes at this moment is left to it
            expired = CacheEntry.objects.filter(expires__lte=now())
            keys = expired.select_for_update(skip_locked=True).values("cache_key")
            CacheEntry.objects.filter(cache_key__in=keys).delete()
        AttemptsCache._is_full = CacheEntry.objects.count() >= self._max_entries
        if AttemptsCache._is_full:
            log.error("the cache of attempts holds %s live entries", self._max_entries)
