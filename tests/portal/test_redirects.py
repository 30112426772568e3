"""No address that a request brings leads out of the portal."""

from urllib.parse import urlsplit

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from core.requests import own_page
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.people import SuperuserFactory, UserFactory
from tests.pages import read
from tests.signing_in import (
    PASSWORD,
    code_of,
    link_in,
    log_in,
    log_in_with_code,
    with_factor,
    with_password,
)

pytestmark = pytest.mark.django_db
OUTSIDE = [
    *("https://evil.example/", "//evil.example/", "///evil.example/", "////evil.example/x"),
    *("/\\evil.example/", "\\\\evil.example\\", "http:evil.example", "http:///evil.example/"),
    *("https://testserver@evil.example/", "https://testserver.evil.example/", "/\t/evil.example/"),
    *("javascript:alert(1)", "data:text/html,x", "http://testserver//evil.example/", "\x00//evil"),
    *("http://testserver/\\evil.example/", "http://testserver\\@evil.example/", " //evil.example/"),
]
WITHOUT_NULL = [each for each in OUTSIDE if "\0" not in each]  # else it is refused as a whole


def is_inside(address: str) -> bool:
    """Of allauth the portal's own host comes back whole; nobody else's may."""
    plain = address.replace("\\", "/").strip()
    if plain.startswith("http://testserver/"):
        return True
    return not urlsplit(plain).netloc and not urlsplit(plain).scheme and "//" not in plain[:3]


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_of_elsewhere_is_no_page_of_ours(address):
    page = own_page(RequestFactory().get("/"), address)
    assert page == "" or is_inside(page)


def test_an_address_of_ours_loses_its_host():
    request = RequestFactory().get("/")
    assert own_page(request, "http://testserver/a/?q=1#x") == "/a/?q=1"
    assert own_page(request, "/a/", "here") == "/a/#here"


@pytest.mark.parametrize("address", OUTSIDE)
def test_the_log_in_leads_nowhere_else(client, address):
    user = UserFactory()
    user.set_password("matkhau-rat-dai-1")
    user.save()
    sent = {"login": user.username, "password": "matkhau-rat-dai-1", "next": address}
    answer = client.post("/tai-khoan/dang-nhap/", sent, query_params={"next": address})
    assert is_inside(answer.get("Location", "/"))


@pytest.mark.parametrize("address", OUTSIDE)
def test_the_back_office_and_the_log_out_lead_nowhere_else(client, address):
    client.force_login(SuperuserFactory())
    answer = client.get(reverse("admin:login"), {"next": address})
    assert is_inside(answer.get("Location", "/"))
    answer = client.post("/tai-khoan/dang-xuat/", {"next": address})
    assert is_inside(answer.get("Location", "/"))


@pytest.mark.parametrize("address", WITHOUT_NULL)
def test_giving_password_or_code_again_leads_nowhere_else(client, settings, address):
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = True
    user = with_password(UserFactory())
    log_in(client, user.username)
    for page in ("nhap-lai-mat-khau/", "xac-thuc-hai-lop/nhap-lai-ma/"):
        sent = {"password": PASSWORD, "next": address}
        answer = client.post(f"/tai-khoan/{page}", sent, query_params={"next": address})
        assert is_inside(answer.get("Location", "/"))
    log_in_with_code(other := Client(), user, secret := with_factor(user))
    sent = {"code": code_of(secret, later=1), "next": address}
    page = "/tai-khoan/xac-thuc-hai-lop/nhap-lai-ma/"
    answer = other.post(page, sent, query_params={"next": address})
    assert answer.status_code == 302
    assert is_inside(answer["Location"])


@pytest.mark.parametrize("address", WITHOUT_NULL)
def test_sign_up_and_a_confirmed_address_lead_nowhere_else(client, mailoutbox, address):
    person = {"full_name": "Lê Thị Mới", "email": "moi@example.com", "consent": "on"}
    sent = {**person, "password1": PASSWORD, "password2": PASSWORD, "next": address}
    answer = client.post("/tai-khoan/dang-ky/", sent, query_params={"next": address})
    assert is_inside(answer.get("Location", "/"))
    answer = client.post(link_in(mailoutbox[0]), {"next": address})
    assert is_inside(answer.get("Location", "/"))


@pytest.mark.parametrize("address", [each for each in OUTSIDE if each.isprintable()])
def test_the_shortlist_leads_back_to_our_pages_alone(client, address):
    EnterpriseFactory(slug="khuon")
    page = "/doanh-nghiep/danh-sach-chon/"
    for data, headers in (({}, {"Referer": address}), ({"back": address}, {})):
        answer = client.post(page, {"add": "khuon", **data}, headers=headers)
        assert answer.status_code == 302
        assert is_inside(answer["Location"])


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "//evil.example/en/%2e%2e"])
def test_missing_slashes_and_languages_lead_nowhere_else(client, path):
    answer = client.get(path)
    assert is_inside(answer.get("Location", "/"))
    if answer.status_code != 301:
        links = read(answer, "header").links
        assert all(is_inside(links[name]) for name in ("English", "Tiếng Việt") if name in links)


@pytest.mark.parametrize("host", ["evil.example", "testserver@evil.example", "evil.example:80"])
def test_a_foreign_host_is_refused(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 400
    assert client.get("/tai-khoan/dang-nhap/", headers={"Host": host}).status_code == 400


def test_a_forwarded_host_is_not_believed(client):
    answer = client.get("/doanh-nghiep", headers={"X-Forwarded-Host": "evil.example"})
    assert is_inside(answer["Location"])
