"""Where the portal's accounts differ from allauth's own."""

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.sites.shortcuts import get_current_site
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import get_random_string

from accounts.letters import kind_of
from accounts.models import User
from core.letters import post

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # none that is mistaken for another


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up asks a full name and no user name; accounts that staff made are vouched for."""

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        user.full_name = form.cleaned_data["full_name"]
        return super().save_user(request, user, form, commit)

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Set a name that says nothing of the user: it outlives the account in lists and logs."""
        user.username = f"nd-{get_random_string(12, LETTERS)}"

    def authenticate(self, request: HttpRequest, **credentials) -> User | None:
        user = super().authenticate(request, **credentials)
        if user is not None:
            vouch_for_address(user)
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """By the worker, as all letters: a mail server that is away stops nobody's request."""
        site = get_current_site(self.request)
        message = self.render_mail(
            template_prefix, email, {"email": email, "current_site": site, **context}
        )
        post(email, message.subject, f"{message.body}\n", kind=kind_of(template_prefix, email))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_home")


class SecondFactorAdapter(DefaultMFAAdapter):
    """The QR code is drawn into the page: the policy refuses an image out of a data address."""

    def build_totp_svg(self, url: str) -> str:
        return segno.make(url, error="m").svg_inline(border=0, omitsize=True)


def vouch_for_address(user: User) -> None:
    """Take the address of an account that staff made as confirmed: a sign-up always records one."""
    if not EmailAddress.objects.filter(user=user).exists():
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
