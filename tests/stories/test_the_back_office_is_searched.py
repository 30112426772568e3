"""Story: one box finds records of every list that its reader may open, and of no other."""

from datetime import date

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.enterprises import EnterpriseFactory
from tests.factories.membership import WaitingClaimFactory
from tests.factories.people import StaffFactory, SuperuserFactory, allowed
from tests.factories.programme import DirectionFactory
from tests.factories.reports import at_work
from tests.pages import read

pytestmark = pytest.mark.django_db
SEARCH = reverse("admin:search")
# Pages of counts: nobody looks through what is behind them.
WITHOUT_A_LIST = {"inquiries.Inquiry", "programme.Subscription"}


def test_records_are_found_by_list_with_a_way_to_them():
    firm = EnterpriseFactory(legal_name="Công ty TNHH Cơ khí Phú Thọ")
    claim = WaitingClaimFactory(enterprise=firm)
    page = read(at_work(SuperuserFactory()).get(SEARCH, {"q": "Phú Thọ"}))
    assert page.headings[1:3] == ["Doanh nghiệp", "Đề nghị nhận quản lý hồ sơ"]
    assert reverse("admin:enterprises_enterprise_change", args=[firm.pk]) in page.addresses
    assert reverse("admin:membership_claim_change", args=[claim.pk]) in page.addresses


def test_words_are_found_without_their_marks():
    WaitingClaimFactory(enterprise=EnterpriseFactory(legal_name="Công ty Cơ khí Phú Thọ"))
    page = read(at_work(SuperuserFactory()).get(SEARCH, {"q": "co khi phu tho"}))
    assert "Đề nghị nhận quản lý hồ sơ" in page.headings


def test_a_day_is_told_as_officials_write_it():
    DirectionFactory(text="Rà soát quỹ đất", deadline=date(2027, 1, 5))
    page = read(at_work(SuperuserFactory()).get(SEARCH, {"q": "quỹ đất"}))
    assert "– 05/01/2027" in page


def test_more_than_five_lead_to_the_list():
    EnterpriseFactory.create_batch(7, legal_name="Công ty Cơ khí Phú Thọ")
    page = read(at_work(SuperuserFactory()).get(SEARCH, {"q": "Phú Thọ"}))
    assert "Xem tất cả trong danh sách" in page
    assert any("/enterprises/enterprise/?q=" in each for each in page.addresses)


def test_nobody_finds_what_they_may_not_list():
    firm = EnterpriseFactory(legal_name="Công ty TNHH Cơ khí Phú Thọ")
    WaitingClaimFactory(enterprise=firm)
    clerk = at_work(allowed(StaffFactory(), "programme.view_programme"))
    assert "Không tìm thấy" in read(clerk.get(SEARCH, {"q": "Phú Thọ"}))
    keeper = at_work(allowed(StaffFactory(), "enterprises.view_enterprise"))
    page = read(keeper.get(SEARCH, {"q": "Phú Thọ"}))
    assert "Doanh nghiệp" in page.headings
    assert "Đề nghị nhận quản lý hồ sơ" not in page.headings


@pytest.mark.parametrize("words", ["", "a", "x" * 5_000, "%_'\"\\", "'; --", "(", "\u202e…"])
def test_odd_words_find_nothing_and_break_nothing(words):
    assert at_work(SuperuserFactory()).get(SEARCH, {"q": words}).status_code == 200


def test_the_number_of_queries_does_not_grow_with_what_is_found():
    client = at_work(SuperuserFactory())
    counted = []
    for number in (1, 5):
        EnterpriseFactory.create_batch(number, legal_name="Công ty Cơ khí Phú Thọ")
        for each in EnterpriseFactory.create_batch(number, legal_name="Công ty Phú Thọ"):
            WaitingClaimFactory(enterprise=each)
        counted.append(_queries(client))
    assert counted[0] == counted[1]


def _queries(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(SEARCH, {"q": "Phú Thọ"})
    return len(captured)


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_every_list_can_be_searched(model):
    own = admin.site._registry[model]
    assert own.search_fields or model._meta.label in WITHOUT_A_LIST
