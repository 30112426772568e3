"""Pairs over the whole database: every kind of mess that lists of factories hold."""

import io
import unicodedata

import pytest
from django.core.management import call_command
from django.db import connection

from enterprises.duplicates.address_numbers import address_numbers_differ, address_numbers_in
from enterprises.duplicates.compared_records import (
    ComparedRecord,
    compared_record,
    phone_numbers,
    site_of,
)
from enterprises.duplicates.matching import Likeness
from enterprises.duplicates.pairs import renew_pairs
from enterprises.duplicates.record_index import RecordIndex
from enterprises.models import DuplicatePair
from tests.factories.duplicates import DuplicatePairFactory, merged
from tests.factories.enterprises import (
    ContactFactory,
    DemoEnterpriseFactory,
    EnterpriseFactory,
    PendingEnterpriseFactory,
)

PARK = "Lô A2, KCN Sông Xanh, huyện Bình Minh"
HEAD = "0100233488"


def facts(pk: int, name: str, address: str = "", **more) -> ComparedRecord:
    phones = frozenset(phone_numbers(more.pop("phone", "")))
    return compared_record(pk, name, address=address, phones=phones, **more)


def compare(one: ComparedRecord, other: ComparedRecord) -> Likeness | None:
    found = RecordIndex.of([one, other]).alike(one)
    return found[0].likeness if found else None


def are_pair(one: tuple, other: tuple) -> bool:
    return compare(facts(1, *one), facts(2, *other)) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Golden Sun Co.,Ltd", PARK), ("GOLDEN SUN CO., LTD.", PARK)),
        (("Công ty TNHH Cơ khí Minh Phát",), ("CTY CP CO KHI MINH PHAT",)),
        (("Golden Sun Joint Stock Company",), ("Công ty Cổ phần Golden Sun",)),
        (
            ("Golden Sun Saigon ll", "Road 6, Blue River 1 IP"),
            ("Golden Sun Saigon Two", "Vietnam."),
        ),
        (("Nhựa Ánh Sao - Nhà máy số 2", PARK), ("Nhua Anh Sao Factory II", PARK)),
        (("Golden Sun Saigon (2nd Plant)",), ("Golden Sun Saigon Factory 2",)),
        (("Golden Sun Sài Gòn",), ("Golden Sun Saigon",)),
        (("Silver Moon Int’l Vina",), ("Silver Moon International (Vietnam) Ltd",)),
        (("Silver Moon Inetrnational Garment",), ("Silver Moon International Garment",)),
        (("Silver Moon Garment", PARK), ("Silver Moon Garmnet Mfg", PARK)),
        ((unicodedata.normalize("NFD", "Cơ khí Đông Á"),), ("Cơ khí Đông Á",)),
        (
            ("Golden Sun", "XN7,Blue River Industrial Zone KM23,High Way No.9,Minh Tan"),
            ("GOLDEN SUN CO LTD", "No. 7, Blue River Industrial Zone, Minh Tan, 21000"),
        ),
        (
            ("Silver Moon - SM2", "Lang Xanh Ward,Song Cai District"),
            ("Silver Moons Vietnam", "Big Square Lang Xanh Commune Song Cai District Vietnam"),
        ),
        (
            ("Cơ khí Đông Á", "12 Lê Lợi, P.5, Q.1, TP.HCM"),
            ("Cơ khí Đông Á", "Số 12 đường Lê Lợi, Phường 5, Quận 1, Thành phố Hồ Chí Minh"),
        ),
        (
            ("Đúc Thành Đạt", "24A Trần Phú, District 5"),
            ("Duc Thanh Dat", "24a Tran Phu street, dist. 5"),
        ),
    ],
)
def test_one_enterprise_written_in_two_ways_is_a_pair(one, other):
    assert are_pair(one, other)
    assert are_pair(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Golden Sun Saigon II",), ("Golden Sun Saigon III",)),
        (("Golden Sun - Plant 5", PARK), ("Golden Sun - Plant 6", PARK)),
        (("Nhựa Ánh Sao - Nhà máy 1", PARK), ("Nhua Anh Sao Factory 2", PARK)),
        (("Golden Sun SM5",), ("Golden Sun SM8",)),
        (("Golden Sun",), ("Silver Moon",)),
        (("Thành Đạt",), ("Thành Công",)),
        (("Blue Bags International",), ("GT Int’l Vina",)),
        (("Cơ khí Đông Á", "12 Lê Lợi, Quận 1"), ("Cơ khí Đông Á", "14 Lê Lợi, Quận 1")),
        (("Cơ khí Đông Á", "12/5 Lê Lợi"), ("Cơ khí Đông Á", "12/7 Lê Lợi")),
        (("Cơ khí Đông Á", "24A Lê Lợi"), ("Cơ khí Đông Á", "24B Lê Lợi")),
        (("Golden Sun", "Lot 315, Blue River IP"), ("Golden Sun", "Lot 316/2, Blue River IP")),
        (
            ("Golden Sun 2", "Road 3, Song Xanh Industry zone 1, Bien Xanh city"),
            ("Golden Sun 2 - Dong Phu Branch", "Road 3, Dong Phu Industrial Zone, Bien Xanh"),
        ),
        (("Cơ khí Đông Á", PARK), ("Nhựa Ánh Sao", PARK)),
    ],
)
def test_other_plants_other_houses_and_other_names_are_no_pair(one, other):
    assert not are_pair(one, other)
    assert not are_pair(other, one)


@pytest.mark.parametrize(
    ("address", "digits"),
    [
        ("Lot III-9 Blue River IZ", {(9,)}),
        ("Lot B4,B6,B12 - Blue River IP", {(4,), (6,), (12,)}),
        ("Lot No. 2-5, 12-15, Road 7 Blue River", {(2, 5), (12, 15)}),
        ("Plot 203/1 +203/3 road 5, Blue River IP", {(203, 1), (203, 3)}),
        ("Lot 34 and Lot 31 Road No 8", {(34,), (31,)}),
        ("Số 12/5 đường Lê Lợi, P.5, Q.1", {(12, 5)}),
        ("No. 15 Ward 5 - Blue Town", {(15,)}),
        ("Lot with area of 42,310.5m2, Blue River", set()),
        ("Lot 98.412,6M2, Blue Ward", set()),
        ("7B Road, Blue River 2 Industrial Zone", set()),
        ("Hamlet 4 - Blue commune", set()),
        ("Km 47, Blue River, 21000", set()),
        ("Phường 12, Quận 5", set()),
    ],
)
def test_house_and_plot_numbers_are_told_from_other_numbers(address, digits):
    assert {house.digits for house in address_numbers_in(address)} == digits


def test_a_plot_is_not_compared_with_a_house():
    assert not address_numbers_differ(
        address_numbers_in("Lô 5, đường số 3"), address_numbers_in("12 đường số 3")
    )


def test_names_in_two_languages_are_found_by_telephone_and_address():
    one = facts(1, "Công ty TNHH Mặt Trời Vàng", PARK, phone="(028) 3823.1111 / 0903 123 456")
    other = facts(2, "Golden Sun Co., Ltd", PARK, phone="+84 28 3823 1111")
    found = compare(one, other)
    assert set(found.reasons) == {"address", "phone"}


def test_the_international_name_counts_as_a_name():
    one = compared_record(1, "Công ty TNHH Mặt Trời Vàng", "Golden Sun Co., Ltd")
    assert compare(one, facts(2, "GOLDEN SUN COMPANY LIMITED")).reasons == ("name",)


def test_a_shared_telephone_alone_is_not_enough():
    one, other = (facts(n, name, phone="0903 123 456") for n, name in [(1, "Đông Á"), (2, "Sao")])
    assert compare(one, other) is None


def test_other_tax_codes_are_other_enterprises_but_a_branch_is_pointed_out():
    one = facts(1, "Golden Sun", tax_code=HEAD)
    assert compare(one, facts(2, "Golden Sun", tax_code="0300588569")) is None
    assert "tax_head" in compare(one, facts(2, "Golden Sun", tax_code=f"{HEAD}001")).reasons
    branches = [facts(n, "Golden Sun", tax_code=f"{HEAD}00{n}") for n in (1, 2)]
    assert compare(*branches) is None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("+84 (28) 3823.1111", {"02838231111"}),
        ("0084 903 123 456", {"0903123456"}),
        ("028-3823-1111 máy lẻ 12", {"02838231111"}),
        ("0903.123.456; 028 38231111", {"0903123456", "02838231111"}),
        ("113", set()),
    ],
)
def test_telephones_are_compared_as_digits(text, numbers):
    assert phone_numbers(text) == numbers


def test_websites_are_compared_by_host_and_shared_hosts_by_page():
    assert site_of("https://www.golden.example/vi/") == site_of("http://golden.example")
    assert site_of("https://facebook.com/golden") != site_of("https://www.facebook.com/silver")


@pytest.mark.django_db
class TestTheListOfPairs:
    def test_it_holds_what_is_found_and_what_an_import_has_pointed_out(self):
        one = EnterpriseFactory(legal_name="Golden Sun", address=PARK)
        same = EnterpriseFactory(legal_name="GOLDEN SUN LTD", address=PARK)
        other = PendingEnterpriseFactory(legal_name="Nhựa Ánh Sao", possible_duplicate_of=one)
        assert renew_pairs() == 2
        pairs = {(p.first, p.second): p.reasons for p in DuplicatePair.objects.all()}
        assert pairs == {(one, same): ["name", "address"], (one, other): ["doubt"]}

    def test_demo_and_merged_records_never_stand_in_it(self):
        EnterpriseFactory(legal_name="Golden Sun")
        DemoEnterpriseFactory(legal_name="Golden Sun")
        survivor, gone = (EnterpriseFactory(legal_name="Nhựa Ánh Sao") for _ in range(2))
        merged(survivor, gone)
        assert renew_pairs() == 0

    def test_a_decision_is_remembered(self):
        first = EnterpriseFactory(legal_name="Golden Sun", address=PARK)
        second = EnterpriseFactory(legal_name="Golden Sun Ltd", address=PARK)
        DuplicatePairFactory(first=first, second=second, state="not_same")
        assert renew_pairs() == 0
        assert DuplicatePair.objects.get().state == "not_same"

    def test_an_open_pair_goes_when_nothing_speaks_for_it_any_more(self):
        first = EnterpriseFactory(legal_name="Golden Sun", address="12 Lê Lợi, Quận 1")
        EnterpriseFactory(legal_name="Golden Sun Ltd", address="12 Lê Lợi, Quận 1")
        assert renew_pairs() == 1
        first.address = "14 Lê Lợi, Quận 1"
        first.save()
        assert renew_pairs() == 0

    def test_telephones_are_read_from_contacts(self):
        one = EnterpriseFactory(legal_name="Mặt Trời Vàng", address=PARK)
        other = EnterpriseFactory(legal_name="Golden Sun", address=PARK)
        ContactFactory(enterprise=one, phone="028 3823 1111")
        ContactFactory(enterprise=other, phone="(84-28) 38231111")
        assert renew_pairs() == 1

    def test_it_takes_the_same_number_of_queries_for_few_and_many(self, django_assert_num_queries):
        for size in (2, 20):
            for number in range(size):
                EnterpriseFactory(legal_name=f"Golden Sun Số{size}{number}")
            renew_pairs()
            turn = connection.vendor == "postgresql"  # its lock is a query of its own
            with django_assert_num_queries(9 + turn):
                renew_pairs()

    @pytest.mark.usefixtures("transactional_db")
    def test_the_worker_renews_it_each_day(self):
        EnterpriseFactory(legal_name="Golden Sun", address=PARK)
        EnterpriseFactory(legal_name="Golden Sun Ltd", address=PARK)
        call_command("work", once=True, stdout=io.StringIO())
        assert DuplicatePair.objects.open().count() == 1
