"""Papers print addresses: they go on leading where they led, whichever programme is current."""

import pytest
from django.urls import reverse

from core.text import slug_of
from programme.models import Agency, Programme, Target, Task
from tests.backoffice import form_of
from tests.factories.people import SuperuserFactory
from tests.factories.programme import (
    ConsolidatedReportFactory,
    SecondProgrammeFactory,
    TaskFactory,
    TaskGroupFactory,
    doit_staff,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
DECISION = "/chuong-trinh/chuong-trinh-2019-2025/"
LATER = "/chuong-trinh/chuong-trinh-2026-2030/"


@pytest.fixture
def later(start_data) -> Programme:
    """The programme after Decision 2869's, which is the current one now."""
    Programme.objects.update(is_main=False)
    programme = SecondProgrammeFactory(is_main=True)
    TaskFactory(group=TaskGroupFactory(programme=programme), position=1)
    return programme


@pytest.mark.parametrize(
    "place",
    [
        *("nhiem-vu/", "nhiem-vu/1.1/", "nhiem-vu.csv", "nhiem-vu.json?year=2020"),
        *("chi-tieu/", "chi-tieu.xlsx", "don-vi/sct/", "bao-cao/", "bao-cao.atom"),
        *("tinh-hinh-bao-cao/?tu=2026&den=2027", "the-tinh-trang/", "theo-doi/"),
        *("nhiem-vu/1.1/theo-doi/", "nhiem-vu/1.1/the-tinh-trang/", "nhiem-vu/1.1/bao-cao.atom"),
        "nhiem-vu/1.1/?ngay=2021-06-30",
    ],
)
def test_what_was_printed_without_a_programme_leads_to_the_decision_for_ever(client, later, place):
    answer = client.get(f"/chuong-trinh/{place}")
    assert (answer.status_code, answer["Location"]) == (301, f"{DECISION}{place}")
    assert client.get(answer["Location"]).status_code == 200


def test_in_english_too(client, later):
    answer = client.get("/en/programme/tasks/1.1/")
    assert answer.status_code == 301
    assert answer["Location"] == "/en/programme/chuong-trinh-2019-2025/tasks/1.1/"


def test_a_form_that_was_open_is_sent_on_whole(client, start_data):
    answer = client.post("/chuong-trinh/nhiem-vu/1.1/theo-doi/", {"email": "a@example.com"})
    assert (answer.status_code, answer["Location"]) == (308, f"{DECISION}nhiem-vu/1.1/theo-doi/")


def test_a_consolidated_report_stays_its_own_programmes(client, later):
    report = ConsolidatedReportFactory(programme=later)
    answer = client.get(f"/chuong-trinh/bao-cao/{report.pk}/")
    assert (answer.status_code, answer["Location"]) == (301, f"{LATER}bao-cao/{report.pk}/")
    assert client.get("/chuong-trinh/bao-cao/0/").status_code == 404


def test_the_rooms_address_follows_the_current_programme(client, start_data):
    answer = client.get("/chuong-trinh/?x=1")
    assert (answer.status_code, answer["Location"]) == (302, f"{DECISION}?x=1")
    Programme.objects.update(is_main=False)
    SecondProgrammeFactory(is_main=True)
    assert client.get("/chuong-trinh/")["Location"] == LATER
    assert client.get("/en/programme/")["Location"] == "/en/programme/chuong-trinh-2026-2030/"


def test_every_address_that_goes_out_names_its_decision(client, later):
    decision = Programme.objects.get(number="2869/QĐ-UBND")
    task = Task.objects.of(decision).numbered("1.1").get()
    assert task.get_absolute_url() == f"{DECISION}nhiem-vu/1.1/"
    assert decision.get_absolute_url() == DECISION
    assert later.get_absolute_url() == LATER
    assert Agency.objects.get(code="sct").get_absolute_url() == f"{LATER}don-vi/sct/"
    document = client.get(f"{DECISION}nhiem-vu.json").json()
    assert {each["address"].startswith(DECISION) for each in document["tasks"]} == {True}
    page = read(client.get(f"{DECISION}nhiem-vu/1.1/"))
    room = [each for each in page.addresses if each.startswith("/chuong-trinh/")]
    assert [each for each in room if each.count("/") > 2 and not each.startswith(DECISION)] == []
    home = read(client.get("/")).addresses
    assert any(each.startswith(f"{LATER}nhiem-vu/?status=") for each in home)
    assert Target.objects.filter(programme=decision).exists()


def test_a_slug_is_made_of_the_title_as_the_portal_folds_it(client, start_data):
    client.force_login(doit_staff())
    title = "Chương trình phát triển công nghiệp hỗ trợ Đồng Nai giai đoạn 2031-2035"
    add = reverse("admin:programme_programme_add")
    sent = {
        **{"number": "9/QĐ-UBND", "signed_on": "15/01/2026", "issuer": "Ủy ban", "slug": ""},
        **{"title_vi": title, "first_year": 2031, "last_year": 2035, "report_days": 10},
    }
    client.post(add, sent)
    made = Programme.objects.get(number="9/QĐ-UBND").slug
    assert made == "chuong-trinh-phat-trien-cong-nghiep-ho-tro-dong"
    again = client.post(add, sent | {"number": "10/QĐ-UBND"})
    assert "slug" in again.context["adminform"].form.errors, "the same slug twice is told"


def test_a_programmes_slug_stands_once_it_is_saved(client, start_data):
    client.force_login(doit_staff())
    programme = Programme.objects.get(number="2869/QĐ-UBND")
    address = reverse("admin:programme_programme_change", args=[programme.pk])
    form = form_of(client, address)
    assert "slug" not in form
    client.post(address, form | {"slug": "khac"})
    programme.refresh_from_db()
    assert programme.slug == "chuong-trinh-2019-2025"


@pytest.mark.parametrize(
    ("model", "name", "made"),
    [
        ("catalogue_market", "Đông Nam Á và Ấn Độ", "dong-nam-a-va-an-do"),
        ("localization_contextseries", "Chỉ số sản xuất", "chi-so-san-xuat"),
        ("catalogue_market", "日本", None),
    ],
)
def test_so_are_the_slugs_of_terms_and_series(client, start_data, model, name, made):
    client.force_login(SuperuserFactory())
    add = reverse(f"admin:{model}_add")
    answer = client.post(add, form_of(client, add) | {"name_vi": name, "name_en": "x", "slug": ""})
    errors = answer.context["adminform"].form.errors if answer.context else {}
    assert ("slug" in errors) is (made is None)
    assert slug_of(name, 50) == (made or "")


def test_a_long_slug_ends_with_a_word():
    assert slug_of("Sở Công Thương", 10) == "so-cong"
    assert slug_of("Sở Công", 7) == "so-cong"
    assert slug_of("Nghiêngngảnghiêng", 5) == "nghie"
