"""Public pages set no cookie and may be kept by everyone; personal ones are kept by nobody."""

import pytest
from django.conf import settings
from django.test import Client

from enterprises.models import ShortlistEntry
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.people import SuperuserFactory, UserFactory
from tests.pages import read

pytestmark = pytest.mark.django_db
PUBLIC = [
    *("/", "/en/", "/doanh-nghiep/", "/doanh-nghiep/?q=khuon", "/doanh-nghiep/khuon/"),
    *(
        "/doanh-nghiep/dia-ban/",
        "/chuong-trinh/chuong-trinh-2019-2025/",
        "/chuong-trinh/chuong-trinh-2019-2025/nhiem-vu/",
    ),
    *("/chuong-trinh/chuong-trinh-2019-2025/nhiem-vu/1.1/", "/ty-le-noi-dia-hoa/", "/xac-nhan/"),
    *("/doanh-nghiep/goi-y/?q=khuon", "/chuong-trinh/chuong-trinh-2019-2025/nhiem-vu.csv"),
]
PERSONAL = ["/tai-khoan/", "/tai-khoan/doanh-nghiep/", "/quan-tri/", "/tai-khoan/dang-nhap/"]
LIST = "/doanh-nghiep/danh-sach-chon/"


@pytest.fixture(autouse=True)
def data(start_data):
    EnterpriseFactory(slug="khuon", legal_name="Công ty Khuôn Mẫu")


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_sets_no_cookie_and_is_everybodys_for_a_minute(client, address):
    page = client.get(address)
    assert page.status_code == 200
    assert not page.cookies
    assert page["Cache-Control"] == "public, max-age=0, s-maxage=60"


@pytest.mark.parametrize("address", PUBLIC)
def test_for_those_who_are_signed_in_it_is_nobody_elses(client, address):
    client.force_login(UserFactory())
    assert client.get(address)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("address", PERSONAL)
def test_personal_pages_are_kept_by_nobody(client, address):
    if "dang-nhap" not in address:
        client.force_login(SuperuserFactory())
    page = client.get(address)
    assert page.status_code == 200
    assert {"private", "no-store"} <= {*page["Cache-Control"].split(", ")}


@pytest.mark.parametrize("cookie", [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME])
def test_a_page_for_a_browser_with_cookies_is_kept_by_nobody(client, cookie):
    client.cookies[cookie] = "x" * 32
    assert client.get("/doanh-nghiep/")["Cache-Control"] == "private, no-store"


def test_what_is_not_found_and_what_machines_ask_is_not_kept(client):
    assert "Cache-Control" not in client.get("/khong-co/").headers
    assert "public" not in client.get("/healthz").get("Cache-Control", "")


@pytest.fixture
def browser():
    """A browser as it is: without the token a form is refused."""
    return Client(enforce_csrf_checks=True)


def form_of(page, control: str) -> dict:
    return read(page).form(control)


def test_a_stranger_saves_on_a_page_of_its_own_that_gives_the_cookie(browser):
    from_page = {"Referer": "http://testserver/doanh-nghiep/?q=khuon"}
    page = browser.get("/doanh-nghiep/", {"q": "khuon"})
    assert read(page).root.xpath("//form[@id='choose']/@method") == ["get"]
    asked = browser.get(LIST, {"add": "khuon"}, headers=from_page)
    assert "Công ty Khuôn Mẫu" in read(asked)
    assert settings.CSRF_COOKIE_NAME in asked.cookies
    assert "no-store" in asked["Cache-Control"]
    done = browser.post(LIST, {**form_of(asked, "add"), "add": "khuon"})
    assert done.status_code == 302
    assert done["Location"] == "/doanh-nghiep/?q=khuon#chon-khuon"
    assert "Công ty Khuôn Mẫu" in read(browser.get(LIST))


def test_who_has_the_token_saves_at_once(browser):
    browser.get(LIST, {"add": "khuon"})
    page = browser.get("/doanh-nghiep/")
    assert read(page).root.xpath("//form[@id='choose']/@method") == ["post"]
    token = read(page).root.xpath("//form[@id='choose']//input/@value")[0]
    sent = {"add": "khuon", "csrfmiddlewaretoken": token}
    assert browser.post(LIST, sent).status_code == 302
    assert not ShortlistEntry.objects.exists()  # of the session
    assert "Công ty Khuôn Mẫu" in read(browser.get(LIST))


def test_looking_at_the_page_saves_nothing(browser):
    browser.get(LIST, {"add": "khuon"})
    assert "Bạn chưa chọn doanh nghiệp nào" in read(browser.get(LIST))


@pytest.mark.parametrize("slug", ["khong-co", "<b>", ""])
def test_only_what_is_public_is_offered(browser, slug):
    EnterpriseFactory(slug="khong-co", state="hidden")
    assert browser.get(LIST, {"add": slug}).status_code == 404
