"""A person registers an enterprise that the directory does not know: a draft of its own."""

import pytest
from django.core.exceptions import ValidationError

from enterprises.models import Enterprise, SearchEntry
from membership.models import Membership
from membership.ownership import register
from tests.claiming import (
    MINE,
    REGISTER,
    department_officer,
    errors,
    logged_in,
    waiting_for,
)
from tests.factories.enterprises import (
    EnterpriseFactory,
)
from tests.factories.membership import (
    TAX_CODE,
    DraftEnterpriseFactory,
    OwnerFactory,
)
from tests.factories.people import UserFactory
from tests.pages import read

pytestmark = pytest.mark.django_db
NEW = {
    "tax_code": TAX_CODE,
    "legal_name": "Công ty TNHH Cơ khí Mới",
    "address": "1 Lê Lợi, TP. Hồ Chí Minh",
}


@pytest.fixture
def person(client):
    return logged_in(client)


@pytest.fixture
def officer(start_data):
    return department_officer()


@pytest.fixture
def at_the_department(officer, client):
    client.force_login(officer)
    return client


@pytest.mark.parametrize("typed", [TAX_CODE, " 0100 233 488 ", "0100-233-488", "0100.233.488"])
def test_an_unknown_tax_code_leads_to_a_new_profile(client, person, typed):
    page = client.post(MINE, {"tax_code": typed}, follow=True)
    assert page.redirect_chain == [(f"{REGISTER}?mst={TAX_CODE}", 302)]
    assert page.context["form"]["tax_code"].value() == TAX_CODE


def test_a_new_profile_is_a_draft_of_its_own_that_the_public_does_not_see(client, person):
    client.post(REGISTER, NEW)
    enterprise = Enterprise.objects.get(tax_code=TAX_CODE)
    assert (enterprise.state, enterprise.is_demo) == ("draft", False)
    assert enterprise.source == "Doanh nghiệp tự đăng ký"
    assert enterprise.is_owned_by(person)
    assert enterprise.may_be_edited_by(person)
    assert not SearchEntry.objects.get(enterprise=enterprise).is_public
    assert client.get(enterprise.get_absolute_url()).status_code == 404
    assert NEW["legal_name"] in read(client.get(MINE))
    assert enterprise.history.get().history_user == person


def test_a_double_click_registers_once(client, person):
    for _click in range(2):
        page = client.post(REGISTER, NEW, follow=True)
        assert page.redirect_chain[0][0] == MINE
    assert Enterprise.objects.count() == Membership.objects.count() == 1


def test_two_requests_that_both_found_the_code_free_register_once(person):
    first = register(Enterprise(**NEW), person)
    assert register(Enterprise(**NEW), person) == first
    with pytest.raises(ValidationError):
        register(Enterprise(**NEW), UserFactory())
    assert Enterprise.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("0100233489", "Sai số kiểm tra"),
        ("12345", "có 10, 12 hoặc 13 chữ số"),
        ("01002334ab", "chỉ gồm chữ số"),
        ("", "Hãy nhập mã số thuế"),
    ],
)
@pytest.mark.parametrize("page", [MINE, REGISTER])
def test_a_wrong_tax_code_gets_its_message_and_stays_typed(client, person, page, typed, message):
    answered = client.post(page, {**NEW, "tax_code": typed})
    assert message in errors(answered, "tax_code")
    assert answered.context["form"]["tax_code"].value() == typed
    assert not Enterprise.objects.exists()


def test_registering_somebody_elses_code_is_refused_at_the_field(client, person):
    EnterpriseFactory(tax_code=TAX_CODE)
    page = client.post(REGISTER, {**NEW, "tax_code": "0100 233 488"})
    assert "đã có trong cơ sở dữ liệu" in errors(page, "tax_code")
    assert not Membership.objects.exists()


def test_nobody_keeps_more_drafts_than_a_few(client, person):
    for _draft in range(5):
        OwnerFactory(user=person, enterprise=DraftEnterpriseFactory(tax_code=None))
    assert "5 bản nháp" in errors(client.post(REGISTER, NEW), "__all__")


def test_drafts_do_not_wait_for_staff(at_the_department):
    before = waiting_for(at_the_department)
    DraftEnterpriseFactory()
    assert waiting_for(at_the_department) == before
