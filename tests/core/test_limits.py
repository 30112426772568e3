"""Limits: counted by network, person or key, given back where another one refuses."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from core.limits import Limit, all_limits, use_or_refuse

pytestmark = pytest.mark.django_db


@pytest.fixture
def limit():
    """A limit of two a day by key, known only in its test."""
    yield Limit("test", "2/d/key", "Quá nhiều.")
    del all_limits["test"]


def visitor():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return request


def test_a_limit_counts_by_its_key_and_lets_go_with_time(limit, clock):
    assert limit.use(visitor(), "a")
    assert limit.use(visitor(), "a")
    assert limit.use(visitor(), "a") is None
    assert limit.use(visitor(), "b")
    clock.advance(days=1, seconds=1)
    assert limit.use(visitor(), "a")


def test_what_one_limit_refuses_counts_for_none(limit):
    tight = Limit("test", "1/d/key", "Hết lượt.")
    use_or_refuse(visitor(), (limit, "a"), (tight, "x"))
    with pytest.raises(ValidationError, match="Hết lượt") as refused:
        use_or_refuse(visitor(), (limit, "a"), (tight, "x"))
    assert refused.value.code == "limit"
    assert limit.use(visitor(), "a")
