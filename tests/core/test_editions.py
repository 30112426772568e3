"""What processes keep in memory, and how a change reaches them."""

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction

from core import editions
from core.models import Edition

NAME, OTHER = "test.words", "test.numbers"


@pytest.fixture
def built() -> list[int]:
    """The copies built so far; `build` adds one."""
    return []


@pytest.fixture
def kept(db, built):
    """What is kept of both editions, built anew only when it must be."""
    editions.renew(NAME)
    editions.renew(OTHER)

    def read() -> int:
        return editions.kept("test.key", (NAME, OTHER), lambda: built.append(1) or len(built))

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


def test_a_copy_is_built_once_and_kept(kept, built):
    assert kept() == kept() == 1
    assert len(built) == 1


@pytest.mark.parametrize("name", [NAME, OTHER])
def test_a_change_of_either_edition_is_seen_at_once(kept, name):
    before = kept()
    editions.renew(name)
    assert kept() == before + 1


def test_a_change_elsewhere_leaves_the_copy(kept):
    before = kept()
    editions.renew("test.elsewhere")
    assert kept() == before


def test_without_a_mark_nothing_is_kept(kept, built):
    kept()
    Edition.objects.filter(name=OTHER).delete()
    assert kept() != kept()


def test_a_request_asks_once(kept, in_request, django_assert_num_queries):
    kept()
    with django_assert_num_queries(0):
        kept()


def test_a_request_sees_its_own_change(kept, in_request):
    before = kept()
    editions.renew(NAME)
    assert kept() == before + 1


def test_the_next_request_sees_what_another_process_has_changed(kept, requests_begin_and_end):
    request_started.send(sender=None)
    before = kept()
    Edition.objects.filter(name=NAME).update(mark="by another process")
    assert kept() == before  # one request, one state
    request_finished.send(sender=None)
    assert kept() == before + 1


def test_a_change_that_is_taken_back_changes_nothing(kept):
    before = kept()
    with transaction.atomic():
        editions.renew(NAME)
        transaction.set_rollback(True)
    assert kept() == before
