"""The second factor: who may enrol one, and codes that count once.

Staff enrol only through an invitation, or in place of a factor that their session has passed: else
whoever knows just the password of a new account would enrol a telephone of their own.
"""

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.http import HttpRequest

from accounts.sessions import end_sessions
from core.audit import Kind, record
from core.second_factor import is_passed

MAY_ENROL = "accounts.may_enrol"  # in the session
LAST_COUNTER = "last_counter"  # in the factor's data: of the last code that counted


def may_enrol(request: HttpRequest) -> bool:
    """Return whether this session may set up a factor for its account."""
    return not request.user.is_staff or MAY_ENROL in request.session


def counter_of(secret: str, code: str) -> int | None:
    """Return the 30 seconds whose code this is, about now; None where it is wrong."""
    for counter in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter))):
            return counter
    return None


@transaction.atomic
def use_code(factor: Authenticator, code: str) -> bool:
    """Take a code of the app or of the recovery codes; each counts once, at once or later."""
    locked = Authenticator.objects.select_for_update().get(pk=factor.pk)
    if locked.type != Authenticator.Type.TOTP:
        return locked.wrap().validate_code(code)
    counter = counter_of(decrypt(locked.data["secret"]), code)
    if counter is None or counter <= locked.data.get(LAST_COUNTER, 0):
        return False
    spend(locked, counter)
    return True


def spend(factor: Authenticator, counter: int) -> None:
    """Let no code of these 30 seconds, or of any before them, count again."""
    factor.data[LAST_COUNTER] = counter
    factor.save(update_fields=["data"])


def passed_with(request: HttpRequest, counter: int) -> None:
    """Take the code that enrolled the factor as given in this session, and as used.

    The account's other sessions, which gave none, end.
    """
    factor = Authenticator.objects.get(user=request.user, type=Authenticator.Type.TOTP)
    spend(factor, counter)
    record_authentication(request, request.user, "mfa", id=factor.pk, type=factor.type)
    request.session.pop(MAY_ENROL, None)
    record(Kind.FACTOR_ADDED, request, request.user)
    end_sessions(request, request.user, "second_factor")


def forget_passed(request: HttpRequest) -> None:
    """Begin anew after the factor was removed; who had passed it may set up another."""
    if is_passed(request):
        request.session[MAY_ENROL] = True
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record["method"] != "mfa"
    ]
