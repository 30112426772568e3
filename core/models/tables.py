"""Tables of the portal's own machinery."""

from django.db import models


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


class Heartbeat(models.Model):
    """The moment at which a process last said that it is at work (core/heartbeat.py)."""

    name = models.CharField(max_length=50, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.at}"


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
