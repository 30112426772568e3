"""A buyer sets suppliers aside, compares them side by side and takes the list along."""

import io
from datetime import date
from decimal import Decimal

import pytest
import tablib
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import translation

from catalogue.models import Material, Process
from enterprises.models import Enterprise, Machine, Product
from enterprises.models.enterprise import RESERVED_SLUGS
from enterprises.search.entries import reindex
from enterprises.shortlist import chosen
from tests.enterprises.profiles import full_profile, press_kind, process, term
from tests.factories.confirmation import ScoredAssessmentFactory, expired, issued
from tests.factories.enterprises import (
    ContactFactory,
    DemoEnterpriseFactory,
    EnterpriseFactory,
    HiddenEnterpriseFactory,
    PendingEnterpriseFactory,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
LIST = "/doanh-nghiep/"
SHORTLIST = "/doanh-nghiep/danh-sach-chon/"
COMPARISON = "/doanh-nghiep/so-sanh/"
QUERIES = 16  # for profiles in which everything is said, however many
PAPERS = 2  # queries more where checks and confirmations are shown


@pytest.fixture(autouse=True)
def vietnamese():
    """Every test begins as a Vietnamese reader; a request in English would leave its language."""
    with translation.override("vi"):
        yield


def chooses(client: Client, *enterprises: Enterprise) -> None:
    for enterprise in enterprises:
        client.post(SHORTLIST, {"add": enterprise.slug})


def names(client: Client) -> list[str]:
    return [own.legal_name for own in client.get(SHORTLIST).context["enterprises"]]


def comparing(client: Client, *enterprises: Enterprise):
    return client.get(COMPARISON, {"e": [own.slug for own in enterprises]})


def cells(response) -> dict[str, list[list[tuple[str, str]]]]:
    """The cells of each row by its label."""
    rows = response.context["comparison"].rows
    return {
        str(fact.label): [
            [(text.replace("\u00a0", " "), note) for text, note in cell] for cell in row
        ]
        for fact, row in rows
    }


class TestTheShortlist:
    def test_a_supplier_is_chosen_in_the_list_and_the_buyer_stays_there(self, client, directory):
        page = f"http://testserver{LIST}?q=khuon"
        slug = directory["both"].slug
        response = client.post(SHORTLIST, {"add": slug}, HTTP_REFERER=page)
        assert response["Location"] == f"{LIST}?q=khuon#chon-{slug}"
        shown = read(client.get(response["Location"]))
        assert f"chon-{slug}" in shown.by_id
        assert "Đã có trong danh sách chọn." in shown
        assert "Danh sách chọn (1)" in shown.links
        assert names(client) == [directory["both"].legal_name]

    @pytest.mark.parametrize("page", ["https://xau.example/", "//xau.example", "", "javascript:1"])
    def test_a_foreign_page_is_not_returned_to(self, client, directory, page):
        response = client.post(SHORTLIST, {"add": directory["both"].slug}, HTTP_REFERER=page)
        assert response["Location"] == SHORTLIST

    def test_choosing_twice_is_choosing_once(self, client, directory):
        chooses(client, directory["both"], directory["both"], directory["foundry"])
        assert names(client) == [directory["both"].legal_name, directory["foundry"].legal_name]

    def test_one_is_taken_off_and_taking_it_off_again_does_nothing(self, client, directory):
        chooses(client, directory["both"], directory["foundry"])
        for _time in range(2):
            client.post(SHORTLIST, {"remove": directory["both"].slug})
        assert names(client) == [directory["foundry"].legal_name]

    def test_all_are_taken_off_at_once_and_nothing_stays_behind(self, client, directory):
        chooses(client, directory["both"], directory["foundry"])
        client.post(SHORTLIST, {"clear": "1"})
        assert "Bạn chưa chọn doanh nghiệp nào." in read(client.get(SHORTLIST))
        assert chosen.KEY not in client.session

    def test_nobody_chooses_what_the_public_does_not_see(self, client):
        for secret in (PendingEnterpriseFactory(), HiddenEnterpriseFactory()):
            assert client.post(SHORTLIST, {"add": secret.slug}).status_code == 404

    @pytest.mark.parametrize("data", [{}, {"add": ""}, {"add": "khong-co"}, {"add": "a\0b"}])
    def test_what_is_asked_wrongly_is_not_found(self, client, data):
        assert client.post(SHORTLIST, data).status_code == 404

    def test_another_site_cannot_choose_for_a_reader(self, directory):
        client = Client(enforce_csrf_checks=True)
        assert client.post(SHORTLIST, {"add": directory["both"].slug}).status_code == 403
        page = client.get(SHORTLIST, {"add": directory["both"].slug})
        token = {"csrfmiddlewaretoken": page.cookies["csrftoken"].value}
        assert client.post(SHORTLIST, {"add": directory["both"].slug, **token}).status_code == 302

    def test_one_who_is_hidden_since_is_dropped_and_this_is_told_once(self, client, directory):
        chooses(client, directory["both"], directory["foundry"])
        directory["both"].hide("Đã giải thể")
        page = read(client.get(SHORTLIST))
        assert "1 doanh nghiệp đã chọn không còn được công bố" in page.notices
        assert directory["both"].legal_name not in page.source
        assert "không còn được công bố" not in read(client.get(SHORTLIST))

    def test_a_full_list_takes_no_more_and_says_so(self, client, monkeypatch, directory):
        monkeypatch.setattr(chosen, "MAX_ENTRIES", 2)
        chooses(client, directory["both"], directory["foundry"])
        response = client.post(SHORTLIST, {"add": directory["moulder"].slug}, follow=True)
        assert "Danh sách chọn đã đủ 2 doanh nghiệp." in read(response).notices
        assert len(names(client)) == 2
        chooses(client, directory["both"])  # is on it already
        assert "đã đủ" not in read(client.get(SHORTLIST))

    def test_two_readers_have_two_lists(self, client, directory):
        chooses(client, directory["both"])
        assert names(Client()) == []

    def test_who_has_chosen_nothing_gets_no_session(self, client, directory):
        for page in (LIST, directory["both"].get_absolute_url(), SHORTLIST, COMPARISON):
            assert "sessionid" not in client.get(page).cookies
        client.post(SHORTLIST, {"remove": directory["both"].slug})
        client.post(SHORTLIST, {"clear": "1"})
        assert Session.objects.count() == 0

    def test_a_demo_record_on_it_is_marked(self, client):
        chooses(client, DemoEnterpriseFactory())
        assert read(client.get(SHORTLIST)).select("badge--demo")

    def test_its_page_needs_the_same_number_of_queries_however_long(
        self, client, django_assert_num_queries
    ):
        chooses(client, full_profile())
        with django_assert_num_queries(QUERIES + 1):  # and the session
            client.get(SHORTLIST)
        chooses(client, *EnterpriseFactory.create_batch(6, processes=Process.objects.all()))
        with django_assert_num_queries(QUERIES + 1):
            client.get(SHORTLIST)


class TestTheFile:
    def read(self, client: Client, form: str) -> list[dict]:
        response = client.get(f"/doanh-nghiep/danh-sach-chon.{form}")
        assert f'filename="danh-sach-chon.{form}"' in response["Content-Disposition"]
        if form == "xlsx":
            return tablib.Dataset().load(io.BytesIO(response.content), "xlsx").dict
        return tablib.Dataset().load(response.content.decode("utf-8-sig"), "csv").dict

    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_it_holds_what_was_chosen_and_how_to_reach_them(self, client, form):
        enterprise = full_profile()
        ContactFactory(enterprise=enterprise, person="Lê Văn Kín", is_public=False)
        chooses(client, DemoEnterpriseFactory(legal_name="Minh Họa"), enterprise)
        demo, real = self.read(client, form)
        assert (demo["Tên doanh nghiệp"], demo["Ghi chú"]) == ("Minh Họa", "Dữ liệu minh họa")
        assert real["Tên doanh nghiệp"] == enterprise.legal_name
        assert not real["Ghi chú"]
        assert real["Công nghệ gia công"] == "Phay CNC; Đúc áp lực"
        assert real["Dung sai nhỏ nhất"] == "±0,05 mm"
        assert real["Địa chỉ hồ sơ"] == f"http://testserver{enterprise.get_absolute_url()}"
        assert "Trần Thị Bình 028 3823 1111" in real["Liên hệ công khai"]
        assert "Kín" not in str(real)

    def test_it_tells_confirmations_in_one_query_more(self, client, django_assert_num_queries):
        chooses(client, *EnterpriseFactory.create_batch(2))
        for number, enterprise in enumerate(Enterprise.objects.all(), 1):
            issued(number, assessment=ScoredAssessmentFactory(enterprise=enterprise))
        told = [row["Xác nhận năng lực"] for row in self.read(client, "csv")]
        assert all(text.startswith("Đáp ứng tốt – SỞ CÔNG THƯƠNG") for text in told)
        chooses(client, full_profile())
        with django_assert_num_queries(QUERIES + 1 + PAPERS):
            client.get("/doanh-nghiep/danh-sach-chon.csv")

    def test_no_name_becomes_a_formula(self, client):
        chooses(client, EnterpriseFactory(legal_name="=HYPERLINK(1)"))
        assert self.read(client, "csv")[0]["Tên doanh nghiệp"] == "'=HYPERLINK(1)"

    def test_there_is_no_file_of_nothing(self, client):
        assert client.get("/doanh-nghiep/danh-sach-chon.csv").status_code == 404


class TestTheComparison:
    def test_what_only_some_have_is_said_in_words(self, client):
        both, one = process("ca-hai", "Tiện CNC"), process("mot", "Mài")
        first = EnterpriseFactory(processes=[both, one])
        second, third = (EnterpriseFactory(processes=[both]) for _number in range(2))
        for own in (first, second):
            own.materials.add(term(Material, "thep", "Thép"))
        row = cells(comparing(client, first, second, third))
        assert row["Công nghệ gia công"] == [
            [("Mài", "chỉ doanh nghiệp này khai"), ("Tiện CNC", "")],
            [("Tiện CNC", "")],
            [("Tiện CNC", "")],
        ]
        some = [("Thép", "2 trong 3 doanh nghiệp khai")]
        assert row["Vật liệu"] == [some, some, []]
        assert "Chưa khai" in read(comparing(client, first, second, third))

    def test_figures_are_brought_to_one_unit(self, client):
        full, other = full_profile(), EnterpriseFactory()
        for tolerance, unit in ((Decimal(20), "um"), (Decimal(1), "mm")):
            figures = {"tolerance": tolerance, "tolerance_unit": unit}
            sizes = {"size_min": 3, "size_unit": "cm"}
            Product.objects.create(enterprise=other, name_vi=f"Chốt {unit}", **figures, **sizes)
        for force, unit in ((Decimal(981), "kn"), (Decimal(63), "tonne_force")):
            Machine.objects.create(
                enterprise=other, kind=press_kind(), capacity=force, capacity_unit=unit, quantity=2
            )
        row = cells(comparing(client, full, other))
        assert row["Dung sai nhỏ nhất"] == [[("±0,05 mm", "")], [("±0,02 mm", "")]]
        assert row["Khoảng kích thước sản phẩm"] == [[("20–450 mm", "")], [("30 mm", "")]]
        assert [cell[0][0] for cell in row["Máy, thiết bị"]] == [
            "Máy dập: 3 máy, lớn nhất 250 tấn lực",
            "Máy dập: 4 máy, lớn nhất 100,03 tấn lực",
        ]

    def test_a_certificate_that_has_ended_is_not_compared(self, client):
        row = cells(comparing(client, full_profile(), EnterpriseFactory()))
        held = " ".join(text for text, _note in row["Chứng nhận chưa hết hạn"][0])
        assert "IATF 16949 (còn hiệu lực đến" in held
        assert "ISO 9001" not in held

    def test_an_enterprise_whose_certificates_have_ended_has_not_left_them_out(self, client):
        holder, ended, silent = full_profile(), EnterpriseFactory(), EnterpriseFactory()
        standard = holder.certificates.first().standard
        for last in (date(2024, 12, 31), date(2025, 3, 1)):
            ended.certificates.create(standard=standard, valid_to=last, number=f"{last:%Y}")
        rows = cells(comparing(client, holder, ended, silent))["Chứng nhận chưa hết hạn"]
        assert [text for text, _note in rows[1]] == [f"{standard.name} (hết hạn ngày 01/3/2025)"]
        assert rows[2] == [], "who declared none"
        page = read(comparing(client, ended, silent))
        assert "hết hạn ngày 01/3/2025" in page
        assert page.text.count("Chưa khai") >= 1

    def test_confirmations_that_hold_are_compared_by_level_agency_and_last_day(self, client):
        own, other = EnterpriseFactory.create_batch(2)
        paper = issued(assessment=ScoredAssessmentFactory(enterprise=own))
        lapsed = expired(number=7).enterprise
        response = comparing(client, own, lapsed, other)
        day = paper.valid_until.strftime("%d/%m/%Y")
        assert cells(response)["Xác nhận năng lực"] == [
            [(f"Đáp ứng tốt – SỞ CÔNG THƯƠNG, còn hiệu lực đến {day}", "")],
            [],
            [],
        ]
        page = read(response)
        assert page.text.count("Chưa có") == 2
        assert "trừ dòng Xác nhận năng lực" in page

    def test_where_nobody_has_a_confirmation_the_page_says_so_and_nobody_is_to_tell_it(
        self, client, directory
    ):
        page = read(comparing(client, directory["both"], directory["foundry"]))
        assert "chưa doanh nghiệp nào ở đây có xác nhận năng lực còn hiệu lực" in page
        assert "Xác nhận năng lực" not in page.source

    def test_enterprises_stand_in_the_order_of_the_address(self, client, directory):
        asked = [directory["moulder"], directory["both"], directory["foundry"]]
        profiles = comparing(client, *asked).context["comparison"].profiles
        assert [profile.enterprise for profile in profiles] == asked

    def test_unknown_and_hidden_ones_are_left_out_and_told(self, client, directory):
        hidden = HiddenEnterpriseFactory(legal_name="Bị Ẩn")
        slugs = [directory["both"].slug, "khong-co", hidden.slug, directory["foundry"].slug]
        page = read(client.get(COMPARISON, {"e": slugs}))
        assert "2 doanh nghiệp không có hoặc không còn được công bố" in page.notices
        assert "Bị Ẩn" not in page.source

    def test_more_than_four_are_cut_and_told(self, client):
        response = comparing(client, *EnterpriseFactory.create_batch(6))
        assert len(response.context["comparison"].profiles) == 4
        assert "Chỉ so sánh được 4 doanh nghiệp một lần" in read(response).notices

    @pytest.mark.parametrize("query", ["", "?e=", "?e=khong-co", "?e=%F0%9F%92%A5&e[]=1"])
    def test_with_fewer_than_two_it_says_what_to_do(self, client, query):
        response = client.get(COMPARISON + query)
        assert response.status_code == 200
        assert "Cần ít nhất hai doanh nghiệp" in read(response)

    def test_the_same_one_twice_is_one(self, client, directory):
        page = read(comparing(client, directory["both"], directory["both"]))
        assert "Cần ít nhất hai doanh nghiệp" in page
        assert "không còn được công bố" not in page

    def test_a_demo_record_in_it_is_marked(self, client, directory):
        page = read(comparing(client, directory["both"], DemoEnterpriseFactory()))
        assert len(page.select("badge--demo")) == 1

    def test_it_needs_the_same_number_of_queries_at_two_and_at_four(
        self, client, django_assert_num_queries
    ):
        full = full_profile()
        others = EnterpriseFactory.create_batch(3, processes=full.processes.all())
        for own in others:
            Machine.objects.create(enterprise=own, kind=press_kind())
            Product.objects.create(enterprise=own, name_vi="Chốt")
        issued(assessment=ScoredAssessmentFactory(enterprise=full))
        with django_assert_num_queries(QUERIES + PAPERS):
            comparing(client, full, others[0])
        for number, own in enumerate(others, 1):
            issued(number, assessment=ScoredAssessmentFactory(enterprise=own))
        with django_assert_num_queries(QUERIES + PAPERS):
            comparing(client, full, *others)


def test_the_list_needs_one_query_more_for_readers_who_have_chosen(
    client, directory, django_assert_max_num_queries, django_assert_num_queries
):
    client.get(LIST)  # reads the names of taxonomies once
    with django_assert_max_num_queries(5) as before:
        client.get(LIST)
    number = len(before)
    chooses(client, directory["both"])
    with django_assert_num_queries(number + 1):
        client.get(LIST)


def test_no_enterprise_takes_an_address_of_the_directory(client):
    assert EnterpriseFactory(legal_name="So Sánh").slug == "so-sanh-2"
    assert client.get("/doanh-nghiep/so-sanh/").context["comparison"]
    for language in ("vi", "en"):
        with translation.override(language):
            own = reverse("enterprises:enterprise-list")
            patterns = get_resolver("enterprises.urls").url_patterns
            first = {str(p.pattern).split("/")[0] for p in patterns if "/" in str(p.pattern)}
            assert own
            assert {word for word in first if "<" not in word} <= RESERVED_SLUGS


def test_reindexing_leaves_the_list_with_its_buttons(client, directory):
    reindex(Enterprise.objects.all())
    page = read(client.get(LIST))
    assert len(page.root.xpath(".//*[@form='choose'][@name='add']")) == 3
    assert len(page.root.xpath(".//form[@id='choose']")) == 1
