"""Logging in through the pages, as people do."""

import re

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.http import HttpResponse
from django.test import Client

from accounts.models import User

PASSWORD = "hoa-mai-nở-tháng-giêng"
LOGIN, CODE = "/tai-khoan/dang-nhap/", "/tai-khoan/xac-thuc-hai-lop/nhap-ma/"
ENROL = "/tai-khoan/xac-thuc-hai-lop/bat/"


def with_password(user: User, password: str = PASSWORD) -> User:
    user.set_password(password)
    user.save()
    return user


def log_in(client: Client, login: str, password: str = PASSWORD, **query) -> HttpResponse:
    return client.post(LOGIN, {"login": login, "password": password, **query})


def with_factor(user: User) -> str:
    """Give the account an authenticator app; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def log_in_with_code(client: Client, user: User, secret: str) -> HttpResponse:
    log_in(client, user.username)
    return client.post(CODE, {"code": code_of(secret)})


def code_of(secret: str, later: int = 0) -> str:
    """What the app shows now, or as many times 30 seconds later."""
    counter = list(yield_hotp_counters_from_time())[1] + later
    return format_hotp_value(hotp_value(secret, counter))


def has_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type="totp").exists()


def link_in(letter) -> str:
    """The path of the link that a letter asks to open."""
    return re.search(r"https?://[^/\s]+(/\S+)", letter.body)[1]
