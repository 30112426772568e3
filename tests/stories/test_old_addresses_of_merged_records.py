"""Every public address of a merged record leads to the record that stands for it."""

import pytest
from django.test import Client
from django.utils import translation

from enterprises.models import Enterprise
from tests.factories.duplicates import merged
from tests.factories.enterprises import EnterpriseFactory, HiddenEnterpriseFactory
from tests.factories.membership import TAX_CODE, certificate
from tests.factories.people import UserFactory
from tests.pages import read

pytestmark = pytest.mark.django_db
SHORTLIST = "/doanh-nghiep/danh-sach-chon/"
COMPARISON = "/doanh-nghiep/so-sanh/"
CLAIM = "/tai-khoan/doanh-nghiep/nhan-quan-ly/"


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


@pytest.fixture
def two() -> tuple[Enterprise, Enterprise]:
    """The record that stays, and the one that is merged into it."""
    stays, gone = EnterpriseFactory(legal_name="Golden Sun"), EnterpriseFactory()
    merged(stays, gone)
    return stays, gone


@pytest.fixture
def hidden() -> Enterprise:
    """A record that is merged into one that the public does not see."""
    survivor, gone = HiddenEnterpriseFactory(), HiddenEnterpriseFactory()
    merged(survivor, gone)
    return gone


def chosen_by(client: Client) -> list[Enterprise]:
    return client.get(SHORTLIST).context["enterprises"]


def compared(client: Client, *enterprises: Enterprise) -> list[Enterprise]:
    page = client.get(COMPARISON, {"e": [own.slug for own in enterprises]})
    return [profile.enterprise for profile in page.context["comparison"].profiles]


class TestTheProfile:
    def test_it_leads_to_the_survivor_in_the_readers_language(self, client):
        survivor, gone = EnterpriseFactory(), EnterpriseFactory()
        merged(survivor, gone)
        page = client.get(gone.get_absolute_url())
        assert (page.status_code, page["Location"]) == (301, survivor.get_absolute_url())
        with translation.override("en"):
            page = client.get(gone.get_absolute_url())
            assert page["Location"] == survivor.get_absolute_url()

    def test_it_leads_through_a_second_merge(self, client):
        last, middle, first = (EnterpriseFactory() for _ in range(3))
        merged(middle, first)
        merged(last, middle)
        assert client.get(first.get_absolute_url())["Location"] == last.get_absolute_url()

    def test_it_tells_nothing_of_a_survivor_that_is_not_public(self, client):
        survivor, gone = HiddenEnterpriseFactory(), HiddenEnterpriseFactory()
        merged(survivor, gone)
        assert client.get(gone.get_absolute_url()).status_code == 404


class TestTheSheet:
    def test_it_is_that_of_the_record_that_stays(self, client, two):
        stays, gone = two
        page = client.get(f"{gone.get_absolute_url()}ho-so.pdf")
        assert (page.status_code, page["Location"]) == (301, f"{stays.get_absolute_url()}ho-so.pdf")
        assert page["Cache-Control"] == "max-age=3600"  # a merge can be undone

    def test_it_tells_nothing_of_a_record_that_is_not_public(self, client, hidden):
        assert client.get(f"{hidden.get_absolute_url()}ho-so.pdf").status_code == 404


class TestTheClaim:
    @pytest.fixture(autouse=True)
    def person(self, client) -> None:
        client.force_login(UserFactory())

    def test_its_page_leads_to_that_of_the_record_that_stays(self, client, two):
        stays, gone = two
        page = client.get(f"{CLAIM}{gone.slug}/")
        assert (page.status_code, page["Location"]) == (302, f"{CLAIM}{stays.slug}/")

    def test_a_form_opened_before_the_merge_is_a_claim_on_the_record_that_stays(self, client, two):
        stays, gone = two
        page = client.post(f"{CLAIM}{gone.slug}/", {"evidence": certificate()})
        # It is asked where the record has none.
        assert "Hãy nhập mã số thuế." in read(page).errors["Mã số thuế"]
        client.post(f"{CLAIM}{gone.slug}/", {"evidence": certificate(), "tax_code": TAX_CODE})
        assert stays.claims.get().tax_code == TAX_CODE
        assert not gone.claims.exists()

    def test_it_tells_nothing_of_a_record_that_is_not_public(self, client, hidden):
        assert client.get(f"{CLAIM}{hidden.slug}/").status_code == 404

    def test_a_tax_code_leads_through_any_number_of_merges(self, client):
        stays, middle = EnterpriseFactory(), HiddenEnterpriseFactory(tax_code=TAX_CODE)
        first = HiddenEnterpriseFactory()
        Enterprise.objects.filter(pk=first.pk).update(merged_into=middle)
        Enterprise.objects.filter(pk=middle.pk).update(merged_into=stays, tax_code=None)
        Enterprise.objects.filter(pk=first.pk).update(tax_code=TAX_CODE)
        page = client.post("/tai-khoan/doanh-nghiep/", {"tax_code": TAX_CODE})
        assert page["Location"].startswith(f"{CLAIM}{stays.slug}/")


class TestAShortlistOfMergedRecords:
    def test_the_record_that_stays_takes_the_place_once(self, client, two):
        first, gone, stays, last = EnterpriseFactory.create_batch(4)
        for enterprise in (first, gone, stays, last):
            client.post(SHORTLIST, {"add": enterprise.slug})
        merged(stays, gone)
        assert chosen_by(client) == [first, stays, last]
        assert "không còn được công bố" not in read(client.get(SHORTLIST))
        client.post(SHORTLIST, {"remove": stays.slug})
        assert chosen_by(client) == [first, last]

    def test_a_button_of_a_page_opened_before_chooses_the_record_that_stays(self, client, two):
        stays, gone = two
        client.post(SHORTLIST, {"add": gone.slug})
        assert chosen_by(client) == [stays]

    def test_its_file_holds_the_record_that_stays(self, client):
        stays, gone = EnterpriseFactory(legal_name="Golden Sun"), EnterpriseFactory()
        client.post(SHORTLIST, {"add": gone.slug})
        merged(stays, gone)
        assert "Golden Sun" in client.get("/doanh-nghiep/danh-sach-chon.csv").content.decode()

    def test_one_that_is_not_public_is_dropped_and_told(self, client):
        survivor, gone = HiddenEnterpriseFactory(), EnterpriseFactory()
        client.post(SHORTLIST, {"add": gone.slug})
        Enterprise.objects.filter(pk=gone.pk).update(merged_into=survivor, state="hidden")
        page = read(client.get(SHORTLIST))
        assert "1 doanh nghiệp đã chọn không còn được công bố" in page.notices
        assert survivor.legal_name not in page.source

    def test_who_is_not_public_is_not_chosen_by_an_old_address(self, client, hidden):
        assert client.post(SHORTLIST, {"add": hidden.slug}).status_code == 404


class TestAComparisonOfMergedRecords:
    def test_the_record_that_stays_is_compared_and_this_is_told(self, client, two):
        stays, gone = two
        other = EnterpriseFactory()
        assert compared(client, other, gone) == [other, stays]
        page = read(client.get(COMPARISON, {"e": [other.slug, gone.slug]}))
        assert "Hồ sơ trùng đã được gộp; đây là hồ sơ hiện nay: Golden Sun." in page.notices
        assert "không còn được công bố" not in page

    def test_both_halves_of_a_merge_are_one(self, client, two):
        assert compared(client, *two) == [two[0]]

    def test_it_tells_nothing_of_a_record_that_is_not_public(self, client, hidden):
        assert compared(client, hidden) == []
