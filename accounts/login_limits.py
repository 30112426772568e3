"""Limits on wrong log-ins that nobody can use to shut an account's owner out.

Wrong tries count by account and network first. Tries from anywhere count too, but not for a device
on which the account has logged in before; and whoever resets the password by letter comes in.
"""

from allauth.core.internal.ratelimit import RateLimitUsage
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.devices import known_device
from accounts.models import User
from core.audit import Kind, record
from core.limits import Limit, use_or_refuse
from core.requests import network_address

MESSAGE = _(
    "Quá nhiều lần đăng nhập không thành công. Xin thử lại sau ít phút, hoặc đặt lại mật khẩu "
    "bằng thư."
)
HERE = Limit("login_here", "5/5m/key,20/d/key", MESSAGE)  # by account and network
ANYWHERE = Limit("login_anywhere", "20/10m/key,60/h/key,200/d/key", MESSAGE)  # by account
NETWORK = Limit("login_network", "100/h/ip", MESSAGE)  # many accounts from one place
DEVICE = Limit("login_device", "10/h/key", MESSAGE)  # by account and known device
CODE_HERE = Limit("code_here", "5/5m/key", MESSAGE)  # of the second factor, as above
CODE_ANYWHERE = Limit("code_anywhere", "20/10m/key,60/h/key,200/d/key", MESSAGE)
CLOSING = Limit(
    "close_account", "10/h/user", _("Quá nhiều lần nhập sai mật khẩu. Xin thử lại sau ít phút.")
)
TOLD = Limit("login_limited_told", "1/h/key")  # entries in the audit log


def account_named(login: str) -> User | None:
    """Return the account that this user name or address names, in any case."""
    return User.objects.filter(Q(username__iexact=login) | Q(email=login.lower())).first()


def count_try(request: HttpRequest, account: User | None, login: str) -> list[RateLimitUsage]:
    """Count a try before it is judged; ValidationError, and nothing counted, at a limit.

    What names no account is counted like one: the answers must not differ.
    """
    who = f"user:{account.pk}" if account else f"login:{login.casefold()}"
    here = f"{who}:{network_address(request)}"
    device = known_device(request, account.pk) if account else ""
    if device:
        return _count(request, account, (DEVICE, f"{who}:{device}"))
    return _count(request, account, (NETWORK, ""), (HERE, here), (ANYWHERE, who))


def count_code(request: HttpRequest, account: User) -> list[RateLimitUsage]:
    """Count a code of the second factor in the same way; who types it knows the password."""
    who = f"code:{account.pk}"
    if device := known_device(request, account.pk):
        return _count(request, account, (DEVICE, f"{who}:{device}"))
    here = f"{who}:{network_address(request)}"
    return _count(request, account, (CODE_HERE, here), (CODE_ANYWHERE, who))


def _count(
    request: HttpRequest, account: User | None, *limits: tuple[Limit, str]
) -> list[RateLimitUsage]:
    try:
        return use_or_refuse(request, *limits)
    except ValidationError:
        if TOLD.use(request, f"{account and account.pk}:{network_address(request)}"):
            record(Kind.LOGIN_LIMITED, request, account)
        raise


def digest(login: str) -> str:
    """Return what the audit log keeps of a typed name: equal names are seen to be equal."""
    return salted_hmac("accounts.login", login.casefold()).hexdigest()[:16]
