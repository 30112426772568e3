"""Home, health, languages and error pages."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.enterprises import DemoEnterpriseFactory, EnterpriseFactory
from tests.pages import read, words_of

pytestmark = pytest.mark.django_db


def test_home_counts_real_enterprises_and_keeps_demo_records_apart(client, start_data):
    from catalogue.models import Industry

    mechanical = Industry.objects.get(slug="co-khi")
    EnterpriseFactory.create_batch(2, industries=[mechanical])
    DemoEnterpriseFactory.create_batch(3, industries=[mechanical])
    page = client.get("/")
    assert (mechanical, 2) in page.context["industries"]
    assert (page.context["enterprises"], page.context["demo_records"]) == (2, 3)


def test_home_shows_the_tasks_of_the_programme_by_status(client, start_data):
    page = client.get("/")
    assert page.context["tasks"] == 28
    assert {code: n for code, _label, n in page.context["statuses"]}["no_report"] == 28
    assert "Giai đoạn đã kết thúc" in read(page)


def test_home_of_an_empty_portal_still_opens(client):
    assert client.get("/").status_code == 200


def test_home_needs_the_same_number_of_queries_however_much_there_is(
    client, start_data, django_assert_num_queries
):
    with django_assert_num_queries(7):
        client.get("/")
    EnterpriseFactory.create_batch(30)
    with django_assert_num_queries(7):
        client.get("/")


@pytest.mark.parametrize(
    ("vietnamese", "english"),
    [
        ("/", "/en/"),
        ("/doanh-nghiep/", "/en/enterprises/"),
        ("/chuong-trinh/chuong-trinh-2019-2025/", "/en/programme/chuong-trinh-2019-2025/"),
        ("/ty-le-noi-dia-hoa/", "/en/localization-rates/"),
    ],
)
def test_each_page_links_to_itself_in_the_other_language(client, start_data, vietnamese, english):
    assert read(client.get(vietnamese), "header").links["English"] == english
    header = read(client.get(english), "header")
    assert header.links["Tiếng Việt"] == vietnamese
    assert "Tiếng Việt" in header.words_in("vi")
    assert header.root.getroottree().getroot().get("lang") == "en"


def test_language_switch_keeps_the_filters(client, start_data):
    header = read(client.get("/doanh-nghiep/", {"industry": "co-khi"}), "header")
    assert header.links["English"] == "/en/enterprises/?industry=co-khi"


@pytest.mark.parametrize("address", ["/khong-co/", "/fr/doanh-nghiep/", "/doanh-nghiep/khong-co/"])
def test_unknown_address_gets_the_sites_own_404(client, address):
    page = client.get(address)
    assert page.status_code == 404
    assert "Không tìm thấy trang" in read(page).heading


@pytest.mark.parametrize("address", ["/?q=%00", "/doanh-nghiep/?industry=%00co-khi", "/%00/"])
def test_null_bytes_get_a_clear_400(client, address):
    page = client.get(address)
    assert page.status_code == 400
    assert "không hợp lệ" in read(page).heading


def test_a_server_error_gets_the_sites_own_500(monkeypatch, db):
    def broken(self, *args, **kwargs):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("enterprises.search.results.public_entries", broken)
    page = Client(raise_request_exception=False).get("/doanh-nghiep/?q=khuon")
    assert page.status_code == 500
    assert "Hệ thống đang gặp lỗi" in read(page).heading


def test_a_stale_form_token_gets_the_sites_own_403(db):
    page = Client(enforce_csrf_checks=True).post(reverse("admin:login"), {"username": "x"})
    assert page.status_code == 403
    assert "Phiên làm việc đã hết hạn" in read(page).heading


def test_pages_allow_no_inline_script_and_no_foreign_host(client, start_data):
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def marked(page) -> list[str]:
    """The entries of the main menu that are marked as the place of this page."""
    return [words_of(a) for a in read(page, "header").root.xpath(".//a[@aria-current='true']")]


@pytest.mark.parametrize(
    ("address", "entries"),
    [
        ("/", []),
        ("/doanh-nghiep/", ["Doanh nghiệp"]),
        ("/chuong-trinh/chuong-trinh-2019-2025/nhiem-vu/", ["Chương trình"]),
        ("/ty-le-noi-dia-hoa/", ["Tỷ lệ nội địa hóa"]),
        ("/ty-le-noi-dia-hoa/minh-hoa/", ["Tỷ lệ nội địa hóa"]),
        ("/en/programme/chuong-trinh-2019-2025/", ["Programme"]),
        ("/tai-khoan/dang-nhap/", []),
    ],
)
def test_the_menu_marks_the_entry_that_a_page_belongs_to(client, start_data, address, entries):
    assert marked(client.get(address)) == entries


def test_the_menu_marks_by_the_page_and_not_by_words_of_its_address(client, start_data):
    EnterpriseFactory(slug="chuong-trinh")
    page = client.get("/doanh-nghiep/chuong-trinh/")
    assert page.status_code == 200
    assert marked(page) == ["Doanh nghiệp"]
    asking = client.get("/doanh-nghiep/chuong-trinh/hoi-hang/", follow=True)
    assert "Chương trình" not in marked(asking)


def test_error_pages_of_unknown_addresses_mark_nothing_in_the_menu(client):
    assert marked(client.get("/khong-co/doanh-nghiep/chuong-trinh/")) == []
