"""What production's headers and cookies forbid, as browsers and Mozilla's Observatory read it."""

import runpy

import pytest
from django.conf import settings
from django.contrib.messages import get_messages, info
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.test import Client

from accounts import devices
from tests.factories.enterprises import EnterpriseFactory
from tests.observatory import grade, score
from tests.production import COMPLETE, settings_with

pytestmark = pytest.mark.django_db

HOST = "cnht.example.vn"
PAGES = [
    "/",
    "/doanh-nghiep/",
    "/doanh-nghiep/co-khi-a/",
    "/doanh-nghiep/?q=khuôn",
    "/chuong-trinh/chuong-trinh-2019-2025/",
    "/chuong-trinh/chuong-trinh-2019-2025/nhiem-vu/",
    "/ty-le-noi-dia-hoa/",
    "/tai-khoan/dang-nhap/",
    "/tai-khoan/dang-ky/",
    "/en/enterprises/",
]
FROM_PRODUCTION = (
    "ALLOWED_HOSTS", "CONTENT_SECURITY_POLICY", "CSRF_", "LANGUAGE_COOKIE_", "MESSAGE_STORAGE",
    "SECURE_", "SESSION_", "X_FRAME_OPTIONS",
)  # fmt: skip


@pytest.fixture
def production(settings) -> None:
    """The portal with the headers and cookies of production."""
    for name, value in settings_with(COMPLETE).items():
        if name.startswith(FROM_PRODUCTION):
            setattr(settings, name, value)


@pytest.fixture
def visitor(production) -> Client:
    return Client(headers={"host": HOST})


@pytest.mark.parametrize("address", PAGES)
def test_mozilla_s_observatory_gives_every_page_an_a_plus(visitor, start_data, address):
    EnterpriseFactory(slug="co-khi-a")
    page, redirect = visitor.get(address, secure=True), visitor.get(address)
    assert page.status_code == 200
    assert grade(score(page, redirect, HOST)) == "A+"


@pytest.mark.parametrize(
    ("header", "value", "left"),
    [
        ("Content-Security-Policy", None, 75),
        ("Content-Security-Policy", "default-src 'self' 'unsafe-inline'", 80),
        ("Content-Security-Policy", "default-src 'self' http://cdn.example", 80),
        ("Strict-Transport-Security", None, 80),
        ("Strict-Transport-Security", "max-age=300", 115),
        ("X-Content-Type-Options", None, 120),
        ("Cross-Origin-Resource-Policy", None, 115),
        ("Referrer-Policy", "unsafe-url", 115),
    ],
)
def test_the_computation_notices_what_is_missing(visitor, start_data, header, value, left):
    page, redirect = visitor.get("/", secure=True), visitor.get("/")
    assert score(page, redirect, HOST) == 125
    del page[header]
    if value:
        page[header] = value
    assert score(page, redirect, HOST) == left


def test_devices_are_refused_to_every_page_even_of_errors(client, db):
    for address in ("/", "/khong-co/", "/healthz"):
        page = client.get(address)
        assert "geolocation=()" in page["Permissions-Policy"]
        assert page["Cross-Origin-Resource-Policy"] == "same-origin"
        assert page["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_card_that_others_frame_may_be_shown_by_them(client, start_data):
    page = client.get("/chuong-trinh/chuong-trinh-2019-2025/the-tinh-trang/")
    assert page.status_code == 200
    assert page["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_cookies_belong_to_this_host_alone(visitor, rf):
    page = visitor.get("/tai-khoan/dang-nhap/", secure=True)
    cookies = {**page.cookies, **session_cookie(rf)}
    assert set(cookies) == {"__Host-csrf", "__Host-session"}
    for cookie in cookies.values():
        assert cookie["secure"]
        assert cookie["httponly"]
        assert (cookie["path"], cookie["domain"]) == ("/", "")
        assert cookie["samesite"] == "Lax"
    assert settings.LANGUAGE_COOKIE_NAME == "__Host-language"
    assert settings.LANGUAGE_COOKIE_SECURE


def session_cookie(rf) -> dict:
    """The cookie of a session that was begun by a page."""
    request = rf.get("/", secure=True)

    def begin(request):
        request.session["chosen"] = [1]
        return HttpResponse()

    return dict(SessionMiddleware(begin)(request).cookies)


def test_the_cookie_that_a_device_is_known_by_belongs_to_this_host_alone_too(settings):
    settings.PRODUCTION = True
    assert runpy.run_path(devices.__file__)["COOKIE"].startswith("__Host-")


def test_notices_go_by_a_cookie_of_this_host_and_are_read_again(production, rf):
    request, answer = rf.get("/"), HttpResponse()
    request.session = {}
    request._messages = default_storage(request)
    info(request, "Đã lưu.")
    request._messages.update(answer)
    (cookie,) = answer.cookies.values()
    assert cookie.key == "__Host-messages"
    assert cookie["secure"]
    request = rf.get("/")
    request.session = {}
    request.COOKIES = {cookie.key: cookie.value}
    request._messages = default_storage(request)
    assert [str(each) for each in get_messages(request)] == ["Đã lưu."]
