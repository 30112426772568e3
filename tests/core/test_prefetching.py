"""Relations filled from memory behave as after `prefetch_related`."""

import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from core.prefetching import set_prefetched
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups() -> list[Group]:
    return [Group.objects.create(name=name) for name in ("b", "a", "c")]


@pytest.fixture
def user(groups) -> User:
    user = UserFactory()
    user.groups.set(groups[:2])
    return User.objects.get(pk=user.pk)


def test_the_relation_is_read_without_a_query_in_the_given_order(
    user, groups, django_assert_num_queries
):
    set_prefetched(user, "groups", iter(groups[:2]))
    with django_assert_num_queries(0):
        assert list(user.groups.all()) == groups[:2]
        assert user.groups.count() == 2
        assert groups[0] in user.groups.all()
        assert list(user.groups.all()) == groups[:2]  # as often as one likes


def test_the_relation_may_be_filled_again(user, groups):
    set_prefetched(user, "groups", groups[:2])
    set_prefetched(user, "groups", [])
    assert list(user.groups.all()) == []


def test_a_filter_reads_the_relation_itself_from_the_database(user, groups):
    set_prefetched(user, "groups", groups)
    assert set(user.groups.filter(name__in="abc")) == set(groups[:2])


def test_a_change_of_the_relation_drops_what_was_filled(user, groups):
    set_prefetched(user, "groups", groups[:2])
    user.groups.add(groups[2])
    assert set(user.groups.all()) == set(groups)


def test_other_relations_and_instances_are_left_alone(user, groups):
    set_prefetched(user, "groups", [])
    assert set(User.objects.get(pk=user.pk).groups.all()) == set(groups[:2])
    assert list(user.user_permissions.all()) == []
