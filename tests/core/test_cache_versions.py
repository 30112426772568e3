"""What processes cache in memory, and how a change reaches them."""

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction

from core import cache_versions
from core.models import CacheVersion

NAME, OTHER = "test.words", "test.numbers"


@pytest.fixture
def built() -> list[int]:
    """The copies built so far; `build` adds one."""
    return []


@pytest.fixture
def cached(db, built):
    """What is cached under both names, built anew only when it must be."""
    cache_versions._end()  # an earlier test may have left a file unread, and its request open
    cache_versions.invalidate(NAME)
    cache_versions.invalidate(OTHER)

    def read() -> int:
        return cache_versions.cached(
            "test.key", (NAME, OTHER), lambda: built.append(1) or len(built)
        )

    return read


@pytest.fixture
def requests_begin_and_end():
    """Requests keep the test's connection, as they do for the test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    request_finished.send(sender=None)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def in_request(requests_begin_and_end):
    """A request under way."""
    request_started.send(sender=None)


def test_a_copy_is_built_once_and_kept(cached, built):
    assert cached() == cached() == 1
    assert len(built) == 1


@pytest.mark.parametrize("name", [NAME, OTHER])
def test_a_change_of_either_name_is_seen_at_once(cached, name):
    before = cached()
    cache_versions.invalidate(name)
    assert cached() == before + 1


def test_a_change_elsewhere_leaves_the_copy(cached):
    before = cached()
    cache_versions.invalidate("test.elsewhere")
    assert cached() == before


def test_without_a_mark_nothing_is_kept(cached, built):
    cached()
    CacheVersion.objects.filter(name=OTHER).delete()
    assert cached() != cached()


def test_a_request_asks_once(cached, in_request, django_assert_num_queries):
    cached()
    with django_assert_num_queries(0):
        cached()


def test_a_request_sees_its_own_change(cached, in_request):
    before = cached()
    cache_versions.invalidate(NAME)
    assert cached() == before + 1


def test_the_next_request_sees_what_another_process_has_changed(cached, requests_begin_and_end):
    request_started.send(sender=None)
    before = cached()
    CacheVersion.objects.filter(name=NAME).update(version="by another process")
    assert cached() == before  # one request, one state
    request_finished.send(sender=None)
    assert cached() == before + 1


def test_a_change_that_is_taken_back_changes_nothing(cached):
    before = cached()
    with transaction.atomic():
        cache_versions.invalidate(NAME)
        transaction.set_rollback(True)
    assert cached() == before
