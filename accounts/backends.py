"""Who can log in at all."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

DEMO_PASSWORD = "demo-2869"  # noqa: S105 -- printed for everyone who tries the portal on a machine


class PortalBackend(AuthenticationBackend):
    """By user name or address; demo accounts and their password open nothing in production."""

    def authenticate(
        self, request: HttpRequest | None, **credentials: Any
    ) -> AbstractBaseUser | None:
        if settings.PRODUCTION and credentials.get("password") == DEMO_PASSWORD:
            return None
        return _unless_demo(super().authenticate(request, **credentials))

    def get_user(self, user_id: int) -> Any:
        return _unless_demo(super().get_user(user_id))


def _unless_demo(user: Any) -> Any:
    return None if user and settings.PRODUCTION and user.is_demo else user
