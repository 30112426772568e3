"""The name of a record that is not public does not leak by its tax code."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from enterprises.models import Enterprise
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.membership import TAX_CODE, certificate
from tests.factories.people import StaffFactory, UserFactory, allowed
from tests.pages import read

pytestmark = pytest.mark.django_db
MINE = "/tai-khoan/doanh-nghiep/"
HIDDEN = [Enterprise.State.DRAFT, Enterprise.State.PENDING, Enterprise.State.HIDDEN]


@pytest.fixture(params=HIDDEN)
def hidden(request):
    return EnterpriseFactory(
        state=request.param, tax_code=TAX_CODE, legal_name="Công ty Giấu Kín", slug="giau-kin"
    )


@pytest.fixture(autouse=True)
def person(client):
    client.force_login(person := UserFactory())
    return person


def all_that_is_told(answers) -> str:
    parts = [
        part
        for each in answers
        for part in (each.content.decode(), each.get("Location", ""), each.request["PATH_INFO"])
    ]
    return " ".join(parts).casefold()


def test_the_way_to_a_claim_does_not_name_it(client, hidden):
    first = client.post(MINE, {"tax_code": TAX_CODE})
    page = client.get(first["Location"])
    assert page.status_code == 200
    assert TAX_CODE in read(page).heading or TAX_CODE in read(page)
    wrong = client.post(first["Location"], {})
    sent = client.post(first["Location"], {"evidence": certificate()})
    assert sent.status_code == 302
    told = all_that_is_told([first, page, wrong, sent, client.get(MINE)])
    assert "giấu kín" not in told
    assert "giau-kin" not in told


def test_registering_its_code_does_not_name_it(client, hidden):
    page = client.post(
        reverse("membership:enterprise-register"),
        {"tax_code": TAX_CODE, "legal_name": "Công ty Khác", "address": "1 Lê Lợi"},
    )
    assert page.status_code == 200
    told = all_that_is_told([page])
    assert "giấu kín" not in told
    assert "giau-kin" not in told


def test_without_the_code_its_address_is_unknown(client, hidden):
    assert client.get(reverse("membership:claim-create", args=["giau-kin"])).status_code == 404
    wrong = reverse("membership:claim-create", args=["0301234567"])
    assert client.get(wrong, {"mst": TAX_CODE}).status_code == 404


@pytest.mark.parametrize("page", ["", "hoi-hang/", "ho-so.pdf"])
def test_public_addresses_of_it_are_unknown(client, hidden, page):
    assert client.get(f"/doanh-nghiep/giau-kin/{page}").status_code == 404


def test_lists_suggestions_and_searches_do_not_find_it_by_its_code(client, hidden):
    addresses = ["/doanh-nghiep/", "/doanh-nghiep/goi-y/"]
    answers = [client.get(address, {"q": TAX_CODE}) for address in addresses]
    told = all_that_is_told(answers)
    assert "giấu kín" not in told
    assert "giau-kin" not in told


@pytest.fixture
def draft():
    return EnterpriseFactory(state=Enterprise.State.DRAFT, legal_name="Công ty Giấu Kín")


def pages_of_the_office(draft) -> list[str]:
    choose = {"app_label": "localization", "model_name": "frameunit", "field_name": "enterprise"}
    return [
        reverse("admin:enterprises_enterprise_changelist"),
        reverse("admin:enterprises_enterprise_change", args=[draft.pk]),
        reverse("admin:enterprises_enterprise_history", args=[draft.pk]),
        reverse("admin:autocomplete") + "?" + urlencode(choose),
    ]


def test_staff_who_only_look_do_not_learn_of_what_members_have_not_sent(client, draft):
    rights = ("enterprises.view_enterprise", "localization.add_frameunit")
    officer = allowed(StaffFactory(), *rights)
    client.force_login(officer)
    told = [client.get(page, follow=True) for page in pages_of_the_office(draft)]
    assert "giấu kín" not in all_that_is_told(told)
    assert told[3].json()["results"] == []
    client.force_login(allowed(officer, "enterprises.change_enterprise"))
    told = [client.get(page) for page in pages_of_the_office(draft)]
    assert [each.status_code for each in told] == [200] * 4
    assert told[3].json()["results"] == [{"id": str(draft.pk), "text": "Công ty Giấu Kín"}]


def test_a_public_record_is_claimed_under_its_name(client):
    EnterpriseFactory(tax_code=TAX_CODE, slug="cong-khai")
    first = client.post(MINE, {"tax_code": TAX_CODE})
    assert "/nhan-quan-ly/cong-khai/" in first["Location"]
    assert client.get(first["Location"]).status_code == 200


@pytest.mark.parametrize("page", ["", "hoi-hang/"])
def test_the_old_address_of_a_merged_record_does_not_lead_to_it(client, hidden, page):
    EnterpriseFactory(slug="cu", state="hidden", merged_into=hidden)
    assert client.get(f"/doanh-nghiep/cu/{page}").status_code == 404
    assert client.get(reverse("membership:claim-create", args=["cu"])).status_code == 404
