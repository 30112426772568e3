"""What follows when somebody logs in, or changes what they log in with."""

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from accounts import devices, sessions
from accounts.models import User
from accounts.second_factor import forget_passed
from core.audit import Kind, record


@receiver(user_logged_in, dispatch_uid="accounts.session_begins")
def session_begins(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Start the clocks of a session of staff."""
    if user.is_staff:
        request.session.begin()


@receiver(account.user_logged_in, dispatch_uid="accounts.logged_in")
def logged_in(request: HttpRequest, response: HttpResponse, user: User, **kwargs: Any) -> None:
    """Remember the device, which wrong tries elsewhere do not shut out; the password is fresh."""
    devices.remember(request, response, user)
    record_authentication(request, user, "password", reauthenticated=True)
    record(Kind.LOGIN, request, user, actor=user)


@receiver(account.password_changed, dispatch_uid="accounts.password_changed")
@receiver(account.password_set, dispatch_uid="accounts.password_set")
def password_changed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    record(Kind.PASSWORD_CHANGED, request, user)
    sessions.end_sessions(request, user, "password")


@receiver(account.password_reset, dispatch_uid="accounts.password_reset")
def password_reset(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Take the address as confirmed, where there is only one: the letter with the link came."""
    addresses = EmailAddress.objects.filter(user=user)
    if [each.email for each in addresses] == [user.email]:
        addresses.update(verified=True, primary=True)
    password_changed(request, user)


@receiver(account.email_changed, dispatch_uid="accounts.email_changed")
def email_changed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    record(Kind.EMAIL_CHANGED, request, user)
    sessions.end_sessions(request, user, "email")


@receiver(mfa.authenticator_reset, dispatch_uid="accounts.codes_renewed")
def codes_renewed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    record(Kind.FACTOR_ADDED, request, user, type=Authenticator.Type.RECOVERY_CODES)
    sessions.end_sessions(request, user, "second_factor")


@receiver(mfa.authenticator_removed, dispatch_uid="accounts.factor_removed")
def factor_removed(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    record(Kind.FACTOR_REMOVED, request, user, type=authenticator.type)
    if authenticator.type == Authenticator.Type.TOTP:
        forget_passed(request)
    sessions.end_sessions(request, user, "second_factor")
