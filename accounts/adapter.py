"""Where the portal's accounts differ from allauth's own."""

import logging
from functools import cache
from ipaddress import ip_address

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sites.shortcuts import get_current_site
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.letters import kind_of
from accounts.login_limits import account_named, count_try, digest
from accounts.models import User
from core.audit import Kind, record
from core.letters import Kind as Letter
from core.letters import post
from core.limits import Limit, give_back

log = logging.getLogger(__name__)
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # none that is mistaken for another
TO_ONE_ADDRESS = Limit("letter_address", "10/d/key")  # that nobody has confirmed
SIGNED_UP = "accounts.signed_up"  # in the session in which the account was asked for


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up asks a full name and no user name; wrong log-ins have limits of their own."""

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        user.full_name = form.cleaned_data["full_name"]
        saved = super().save_user(request, user, form, commit)
        request.session[SIGNED_UP] = saved.pk
        return saved

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Set a name that says nothing of the user: it outlives the account in lists and logs."""
        user.username = f"nd-{get_random_string(12, LETTERS)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        login = credentials.get("email") or credentials.get("username", "")
        self._account = account_named(login)
        self._counted = count_try(request, self._account, login)

    def authenticate(self, request: HttpRequest, **credentials: str) -> AbstractBaseUser | None:
        user = super().authenticate(request, **credentials)
        if isinstance(user, User):
            give_back(self._counted)
            vouch_for_address(user)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: str) -> None:
        login = credentials.get("email") or credentials.get("username", "")
        record(Kind.LOGIN_FAILED, request, self._account, login=digest(login))

    def is_safe_url(self, url: str) -> bool:
        """Lead to pages of this site alone, whatever other hosts it answers to."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """By the worker, as all letters: a mail server that is away stops nobody's request."""
        kind = kind_of(template_prefix, email)
        if kind == Letter.ADDRESS and TO_ONE_ADDRESS.use(self.request, email.lower()) is None:
            return  # whoever asks is told the same: nobody fills a mailbox that is not theirs
        site = get_current_site(self.request)
        message = self.render_mail(
            template_prefix, email, {"email": email, "current_site": site, **context}
        )
        post(email, message.subject, f"{message.body}\n", kind=kind)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the visitor's address; of who asks past a proxy, what the nearest one has seen.

        A load balancer that looks whether the portal lives is such a visitor.
        """
        try:
            return super().get_client_ip(request)
        except ImproperlyConfigured:  # fewer addresses than proxies
            _say_once_that_proxies_are_fewer()
            nearest = request.headers["X-Forwarded-For"].rpartition(",")[2]
        try:
            return str(ip_address(nearest.strip()))
        except ValueError:
            raise PermissionDenied("The proxy gave no address.") from None

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_home")


class SecondFactorAdapter(DefaultMFAAdapter):
    """The QR code is drawn into the page: the policy refuses an image out of a data address."""

    def build_totp_svg(self, url: str) -> str:
        return segno.make(url, error="m").svg_inline(border=0, omitsize=True)


@cache
def _say_once_that_proxies_are_fewer() -> None:
    """Log it, once in the life of a process: each request would say the same."""
    log.warning("a request came by fewer proxies than TRUSTED_PROXIES says")


def vouch_for_address(user: User) -> None:
    """Take the address of an account that staff made as confirmed: who signs up has consented.

    Whatever a stranger has made the portal record of it meanwhile changes nothing.
    """
    if not user.consents.exists():
        EmailAddress.objects.update_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
