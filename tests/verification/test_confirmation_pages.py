"""What everyone reads of a confirmation, and what nobody does."""

import pytest
from django.test import Client

from tests.factories.confirmation import (
    ScoredAssessmentFactory,
    drafted,
    expired,
    issued,
    issued_to_demo,
    revoked,
)
from tests.factories.enterprises import EnterpriseFactory, HiddenEnterpriseFactory
from tests.pages import Page, read, words_of
from verification.confirmation.document import DRAFT, paper
from verification.models import Assessment, Confirmation

pytestmark = pytest.mark.django_db
ADDRESS = "http://testserver/xac-nhan/ABC/"


def page_of(client: Client, confirmation: Confirmation) -> Page:
    response = client.get(f"/xac-nhan/{confirmation.code}/")
    assert response.status_code == 200
    return read(response)


@pytest.mark.parametrize(
    ("make", "words"),
    [(issued, "Còn hiệu lực"), (expired, "Đã hết hiệu lực"), (revoked, "Đã thu hồi")],
)
def test_everyone_reads_in_words_what_holds(client, make, words):
    badges = page_of(client, make()).select("badge--valid", "badge--ended")
    assert [words_of(badge) for badge in badges] == [words]


def test_nothing_of_any_person_and_no_reason_is_shown(client):
    page = page_of(client, revoked())
    for told in ("Lê Văn Ký", "Trần Thị Khảo Sát", "ngừng sản xuất", ".pdf"):
        assert told not in page.source


def test_a_draft_is_as_unknown_as_a_code_that_nobody_gave(client):
    pages = [client.get(f"/xac-nhan/{code}/") for code in (drafted().code, "7KQ4M9FXAC", "x")]
    assert {page.status_code for page in pages} == {404}
    for page in pages:
        assert "Không có giấy xác nhận nào mang mã" in read(page).notices
        assert "Mã tra cứu" in read(page).fields


def test_a_hidden_enterprise_is_named_but_not_linked(client):
    confirmation = issued(assessment=ScoredAssessmentFactory(enterprise=HiddenEnterpriseFactory()))
    page = page_of(client, confirmation)
    assert confirmation.holder_name in page
    assert confirmation.enterprise.get_absolute_url() not in page.source


def test_a_renamed_enterprise_stays_as_the_paper_names_it(client):
    confirmation = issued()
    named = confirmation.holder_name
    confirmation.enterprise.legal_name = "Tên Mới"
    confirmation.enterprise.save()
    assert named in page_of(client, confirmation)


def test_no_search_engine_keeps_the_pages(client):
    for path in ("/xac-nhan/", f"/xac-nhan/{issued().code}/"):
        assert client.get(path)["X-Robots-Tag"] == "noindex"


def test_a_code_leads_on_from_the_form_and_a_wrong_one_is_told_at_the_field(client):
    confirmation = issued()
    answer = client.get("/xac-nhan/", {"code": confirmation.code_shown.lower()})
    assert answer["Location"] == f"/xac-nhan/{confirmation.code}/"
    page = client.get("/xac-nhan/", {"code": "sai <mã>"})
    assert "gồm 10 chữ cái" in read(page).notices
    assert read(page).fields["Mã tra cứu"] == "sai <mã>"


@pytest.mark.parametrize("typed", ["7kq4 m9f  xac", "7KQ4-M9F-XAC", " 7kq4m9fxac ", "7KQ4_M9FXAC"])
def test_an_unknown_code_is_echoed_as_typed(client, typed):
    answer = client.get("/xac-nhan/", {"code": typed})
    assert answer.status_code == 404
    page = read(answer)
    assert page.select("as-typed")[0].text == typed
    assert page.root.xpath(".//input[@name='code']/@value") == [typed]


def test_markup_in_a_typed_code_stays_text(client):
    answer = client.get("/xac-nhan/%3Cb%3Ema/")
    assert read(answer).select("as-typed")[0].text == "<b>ma"


def test_a_page_takes_few_queries_and_no_session(client, django_assert_num_queries):
    confirmation = issued()
    with django_assert_num_queries(1):
        page = client.get(f"/xac-nhan/{confirmation.code}/")
    assert not page.cookies


def test_a_demo_confirmation_is_marked(client):
    confirmation = issued_to_demo()
    assert "dữ liệu minh họa" in page_of(client, confirmation).notices
    assert paper(confirmation, ADDRESS, DRAFT)["marks"] == ["MẪU – DỮ LIỆU MINH HỌA"]


def test_a_profile_shows_what_holds_and_nothing_else(client):
    enterprise = EnterpriseFactory()
    for number, make in enumerate((drafted, expired, revoked, issued), 1):
        fields = {} if make is drafted else {"number": number}
        confirmation = make(**fields)
        Assessment.objects.filter(pk=confirmation.assessment_id).update(enterprise=enterprise)
    page = client.get(enterprise.get_absolute_url())
    assert page.context["profile"].confirmations == [confirmation]
    text = read(page)
    assert confirmation.get_absolute_url() in text.addresses
    assert "chưa thẩm định năng lực" not in text
