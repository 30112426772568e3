"""Invitations of staff: a letter with a link that works once, for a password and a second factor.

Nobody types a password for somebody else, and whoever knows just a password enrols no factor.
"""

from datetime import timedelta

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36

from accounts.models import User
from accounts.second_factor import MAY_ENROL
from accounts.sessions import end_sessions
from core.audit import Kind, record
from core.letters import letter, portal_url
from core.models import Letter


class InvitationTokens(PasswordResetTokenGenerator):
    """Links that end with the first password set, the first log-in, and after some days."""

    key_salt = "accounts.invitations"


tokens = InvitationTokens()


def link_for(user: User) -> str:
    """Return the whole address that opens the invitation."""
    return portal_url(
        "account_invitation", int_to_base36(user.pk), tokens.make_token(user), language="vi"
    )


def invite(user: User, request: HttpRequest) -> None:
    """Write to the person; an earlier link that was not used still works until its day."""
    days = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT).days
    context = {"link": link_for(user), "days": days, "username": user.username}
    letter("account/letters/invitation.txt", user.email, "vi", context, kind=Letter.Kind.ACCOUNT)
    record(Kind.INVITATION, request, user)


def invited(uidb36: str, token: str) -> User | None:
    """Return whose invitation this is; None where it is none, or one no more."""
    try:
        user = User.objects.filter(pk=base36_to_int(uidb36), is_active=True).first()
    except (ValueError, OverflowError):
        return None
    return user if user and tokens.check_token(user, token) else None


@transaction.atomic
def accept(request: HttpRequest, user: User, token: str, password: str) -> bool:
    """Set the password and take the address as confirmed; false where the link was used before."""
    person = User.objects.select_for_update().get(pk=user.pk)
    if not tokens.check_token(person, token):
        return False
    person.set_password(password)
    person.save(update_fields=["password"])
    user.password = person.password
    EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    record(Kind.PASSWORD_CHANGED, request, person, actor=person, by="invitation")
    end_sessions(request, person, "password")
    return True


def log_in(request: HttpRequest, user: User) -> HttpResponse:
    """Log in who has accepted; staff go on to the second factor, which only they may enrol now."""
    onward = reverse("mfa_activate_totp" if user.is_staff else "account_home")
    response = perform_login(request, user, redirect_url=onward)
    if request.user.is_authenticated and not user.has_second_factor:
        request.session[MAY_ENROL] = True
        record_authentication(request, user, "password", reauthenticated=True)
    return response
