"""Accounts of the back office, by role; roles are the groups that load_data brings."""

import factory
from django.contrib.auth.models import Group, Permission

from accounts.models import User


class UserFactory(factory.django.DjangoModelFactory):
    """Someone with an account and no rights."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.com")


class StaffFactory(UserFactory):
    """Someone who may enter the back office, and nothing more."""

    is_staff = True


class DemoStaffFactory(StaffFactory):
    """Someone of load_demo, whose password is in the README."""

    is_demo = True


class SuperuserFactory(StaffFactory):
    is_superuser = True


def allowed(user: User, *permissions: str) -> User:
    """The user with these permissions, such as enterprises.view_enterprise."""
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    return User.objects.get(pk=user.pk)


def in_group(user: User, name: str) -> User:
    """The user with a role of the portal."""
    user.groups.add(Group.objects.get(name=name))
    return User.objects.get(pk=user.pk)
