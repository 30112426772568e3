"""Tables of the portal's own machinery."""

from datetime import timedelta

from django.db import models
from django.utils.timezone import now


class LoadedFixture(models.Model):
    """A fixture that this database has taken in: it is never loaded over people's edits again."""

    name = models.CharField(max_length=100, primary_key=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class CacheVersion(models.Model):
    """The version of data that every process caches in memory (core/cache_versions.py)."""

    name = models.CharField(max_length=50, primary_key=True)
    version = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.name}: {self.version}"


class PostedForm(models.Model):
    """A form that somebody has sent, and how it was answered (core/concurrency/once.py)."""

    key = models.CharField(max_length=64, unique=True)
    begun_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True)
    location = models.TextField(blank=True)  # where the answer led; empty while it is being done
    told = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.key

    def is_fresh(self, most: timedelta) -> bool:
        """Whether it was answered, or else begun, no longer ago than that."""
        return now() - (self.answered_at or self.begun_at) < most

    def take_over(self) -> bool:
        """Begin anew; false where somebody else has done so."""
        same = type(self).objects.filter(pk=self.pk, begun_at=self.begun_at)
        self.begun_at, self.answered_at, self.location = now(), None, ""
        return bool(same.update(begun_at=self.begun_at, answered_at=None, location="", told=[]))


class CacheEntry(models.Model):
    """A row of Django's database cache, made here so that `migrate` alone brings the table.

    It holds the counts behind the limits on attempts, which all processes must share.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "core_cache"

    def __str__(self) -> str:
        return self.cache_key


class WorkerLease(models.Model):
    """Until when a worker is taken for alive; what a dead one was doing is taken up again."""

    worker = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
