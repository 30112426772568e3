"""Accounts in a browser: every page at both widths, and the way from sign-up to the back office."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import expect

from accounts.invitations import link_for
from tests.browser.conftest import PASSWORD, Visitor
from tests.factories.people import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db

WIDTHS = [390, 1280]
STRANGERS_PAGES = {
    "log-in": "/tai-khoan/dang-nhap/",
    "sign-up": "/tai-khoan/dang-ky/",
    "forgotten": "/tai-khoan/quen-mat-khau/",
    "forgotten-sent": "/tai-khoan/quen-mat-khau/da-gui/",
    "bad-link": "/tai-khoan/quen-mat-khau/1-abc/",
    "confirm-sent": "/tai-khoan/xac-nhan-thu/",
    "confirm-bad-link": "/tai-khoan/xac-nhan-thu/abc/",
    "inactive": "/tai-khoan/tam-khoa/",
    "invitation-bad-link": "/tai-khoan/loi-moi/1-abc/",
    "notice": "/tai-khoan/du-lieu-ca-nhan/",
}
OWN_PAGES = {
    "home": "/tai-khoan/",
    "name": "/tai-khoan/ho-ten/",
    "email": "/tai-khoan/thu-dien-tu/",
    "password": "/tai-khoan/doi-mat-khau/",
    "data": "/tai-khoan/du-lieu-ca-nhan/",
    "close": "/tai-khoan/dong-tai-khoan/",
    "log-out": "/tai-khoan/dang-xuat/",
    "mfa": "/tai-khoan/xac-thuc-hai-lop/",
    "sessions": "/tai-khoan/phien/",
    "confirm-password": "/tai-khoan/nhap-lai-mat-khau/",
}


def person(factory=UserFactory, **fields):
    user = factory(full_name="Nguyễn Hoàng Thiên Kim Bảo Ngọc", **fields)
    user.set_password(PASSWORD)
    user.save()
    return user


def logs_in(visitor: Visitor, login: str, address: str = "/tai-khoan/dang-nhap/") -> None:
    page = visitor.opens(address)
    page.fill("#id_login", login)
    page.fill("#id_password", PASSWORD)
    visitor.follows("main button[type=submit]")


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_for_strangers_is_whole(visitor, width):
    visitor.page.set_viewport_size({"width": width, "height": 900})
    for name, address in STRANGERS_PAGES.items():
        visitor.opens(address)
        visitor.takes_picture(f"account-{name}")
        visitor.checks()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_ones_own_is_whole(visitor, width):
    visitor.page.set_viewport_size({"width": width, "height": 900})
    logs_in(visitor, person().username)
    for name, address in OWN_PAGES.items():
        visitor.opens(address)
        visitor.takes_picture(f"account-{name}")
        visitor.checks()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_person_signs_up_and_comes_in(visitor, mailoutbox, width):
    visitor.page.set_viewport_size({"width": width, "height": 900})
    page = visitor.opens("/en/account/sign-up/") if width == 390 else visitor.opens("/")
    if width != 390:
        visitor.follows(".site-header a[href='/tai-khoan/dang-nhap/']")
        visitor.follows("main a[href='/tai-khoan/dang-ky/']")
    page.fill("#id_full_name", "Trần Thị Bưởi")
    page.fill("#id_email", "buoi@example.com")
    page.fill("#id_password1", PASSWORD)
    page.fill("#id_password2", f"{PASSWORD}!")
    page.check("#id_consent")
    visitor.follows("main button[type=submit]")
    expect(page.locator(".error-summary a")).to_have_count(1)
    expect(page.locator("#id_full_name")).to_have_value("Trần Thị Bưởi")
    visitor.takes_picture("account-sign-up-error")
    visitor.checks()
    page.fill("#id_password1", PASSWORD)
    page.fill("#id_password2", PASSWORD)
    visitor.follows("main button[type=submit]")
    visitor.opens(re.search(r"https?://[^/]+(/\S+)", mailoutbox[0].body)[1])
    visitor.takes_picture("account-confirm")
    visitor.checks()
    visitor.follows("main button[type=submit]")
    expect(page.locator(".site-header .person")).to_have_text("Trần Thị Bưởi")
    visitor.takes_picture("account-home-new")
    visitor.checks()


@pytest.mark.parametrize("width", WIDTHS)
def test_staff_set_up_the_second_factor_and_enter_the_back_office(visitor, settings, width):
    settings.MFA_REQUIRED_FOR_STAFF = True
    visitor.page.set_viewport_size({"width": width, "height": 900})
    logs_in(visitor, person(StaffFactory).username, "/quan-tri/")
    visitor.takes_picture("account-mfa-by-invitation")
    visitor.checks()
    visitor.opens("/" + link_for(StaffFactory(full_name="Trần Thị Mới")).split("/", 3)[3])
    visitor.takes_picture("account-invitation")
    visitor.checks()
    page = visitor.page
    page.fill("#id_password1", PASSWORD)
    page.fill("#id_password2", PASSWORD)
    visitor.follows("main button[type=submit]")
    visitor.takes_picture("account-mfa-on")
    visitor.checks()
    page.locator("summary").click()
    page.fill("#id_code", code_of(page.locator(".secret").inner_text()))
    visitor.follows("main button[type=submit]")
    visitor.takes_picture("account-codes")
    visitor.checks()
    visitor.opens("/tai-khoan/xac-thuc-hai-lop/")
    visitor.takes_picture("account-mfa-is-on")
    visitor.checks()
    for name in ("ma-du-phong/tao", "tat"):
        visitor.opens(f"/tai-khoan/xac-thuc-hai-lop/{name}/")
        visitor.takes_picture(f"account-mfa-{name.replace('/', '-')}")
        visitor.checks()
    visitor.opens("/quan-tri/")
    assert page.url.endswith("/quan-tri/")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_code_is_asked_after_the_password(visitor, width):
    visitor.page.set_viewport_size({"width": width, "height": 900})
    user = person()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    EmailAddress.objects.create(user=user, email="moi@example.com")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    logs_in(visitor, user.username)
    page = visitor.page
    page.fill("#id_code", "000000")
    visitor.follows("main button[type=submit]")
    visitor.takes_picture("account-code-wrong")
    visitor.checks()
    page.fill("#id_code", code_of(secret))
    visitor.follows("main button[type=submit]")
    expect(page.locator("h1")).to_have_text("Tài khoản")
    visitor.opens("/tai-khoan/thu-dien-tu/")
    visitor.takes_picture("account-email-waiting")
    visitor.checks()
    visitor.opens("/tai-khoan/xac-thuc-hai-lop/nhap-lai-ma/")
    visitor.takes_picture("account-mfa-again")
    visitor.checks()
