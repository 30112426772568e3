"""Counts of attempts outlive a flood, and a cache that cannot write does not say 'too many'."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache, caches
from django.db import OperationalError, connection
from django.utils import timezone

from core.models import CacheEntry
from core.operations import attempts_cache
from core.operations.attempts_cache import AttemptsCache

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tidied_at_each_write(monkeypatch):
    monkeypatch.setattr(AttemptsCache, "_is_full", False)
    monkeypatch.setattr(attempts_cache, "TIDY_EVERY", 1)


def test_a_flood_deletes_no_live_count(monkeypatch):
    monkeypatch.setattr(caches["default"], "_max_entries", 50)
    cache.set("attempts:victim", [1.0, 2.0], 300)
    for i in range(120):
        cache.set(f"attempts:flood-{i}", [1.0], 86_400)
    assert cache.get("attempts:victim") == [1.0, 2.0]
    assert CacheEntry.objects.count() < 60, "the bound holds"
    assert cache.add("attempts:one-more", 1, 300) is False, "who is not counted is not let through"
    assert cache.set("attempts:victim", [1.0, 2.0, 3.0], 300) is None
    assert cache.get("attempts:victim") == [1.0, 2.0, 3.0], "known ones are counted on"


def test_there_is_room_for_a_flood():
    """When it is full strangers are told to come back later: a million of them must fit."""
    assert caches["default"]._max_entries >= 1_000_000


def test_what_has_expired_makes_room(monkeypatch, clock):
    monkeypatch.setattr(caches["default"], "_max_entries", 10)
    for i in range(20):
        cache.set(f"old-{i}", 1, 60)
    clock.advance(seconds=61)
    cache.set("new-1", 1, 60)
    cache.set("new-2", 1, 60)
    cache.set("new-3", 1, 60)
    assert cache.get("new-3") == 1
    assert not CacheEntry.objects.filter(expires__lt=timezone.now()).exists()


def test_it_is_a_cache(clock):
    assert cache.add("a", {"n": 1}, 60) is True
    assert cache.add("a", {"n": 2}, 60) is False
    assert cache.get("a") == {"n": 1}
    assert cache.touch("a", 120) is True
    assert cache.touch("none", 120) is False
    clock.advance(seconds=90)
    assert cache.get("a") == {"n": 1}
    clock.advance(seconds=31)
    assert cache.get("a") is None
    assert cache.add("a", {"n": 3}, 60) is True
    cache.set("b", 1, None)
    clock.advance(days=4000)
    assert cache.get("b") == 1
    assert cache.delete("b") is True
    cache.set("c", 1)
    cache.clear()
    assert cache.get("c") is None


def test_an_expired_entry_can_be_added_anew(clock):
    cache.add("lock", 1, 10)
    clock.advance(seconds=11)
    assert cache.add("lock", 2, 10) is True
    assert cache.get("lock") == 2


@pytest.mark.parametrize("method", ["add", "set"])
def test_a_write_that_fails_is_no_refusal(monkeypatch, method):
    def full(**kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(CacheEntry.objects, "create", full)
    with pytest.raises(OperationalError):
        getattr(cache, method)("a", 1, 60)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="its tables in memory wait for nobody")
@pytest.mark.django_db(transaction=True)
def test_two_who_add_at_once_are_told_apart():
    def add(number: int) -> bool:
        try:
            return cache.add("lock", number, 60)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(add, range(4))) == [False, False, False, True]
