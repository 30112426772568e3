"""Whether an address lies in the City of today: said where the address says it, else left open."""

import pytest

from catalogue.former_units import former_wards
from catalogue.models import IndustrialPark, Ward
from enterprises.places.addresses import WardFinder, locality


@pytest.mark.parametrize(
    "address",
    [
        "Lô 5, KCX Tân Thuận, Quận 7, TP. Hồ Chí Minh",
        "12 street no 3, District 7, HCMC",
        "12 Quận 7TP.Hồ Chí Minh",
        "KCN Sóng Thần 2, Dĩ An, Bình Dương",
        "Phu My 1 IZ, Ba Ria-Vung Tau",
        "Ấp 3, xã Tân Phú Trung, huyện Củ Chi",
        "99 Xa lộ Hà Nội, TP Thủ Đức",
        "Di An District, Ho Chi Minh City, 75000, Binh Duong",
        "Lô 1, Thành phố Hồ Chí Minh",
        "Thành phố Bà Rịa",
        "KCX Tân Thuận, Q7",
        "12 Lê Lợi, Q.12",
        "KCN Sóng Thần, Dĩ AnBình Dương",
        "DĨ ANBÌNH DƯƠNG",
        "KCN Phú Mỹ 1, BRVT",
        "KCN Phú Mỹ 1, BR-VT",
        "TT. Hóc Môn",
        "TX Thuận An",
        "12 Lê Lợi, Phường Hòa Bình, TP. Hồ Chí Minh",
        "12 Đồng Nai, P.15, Quận 10",
        "12 Hà Nội, KCN Sóng Thần 1, Dĩ An",
        "KCN Việt Nam - Singapore, Thuận An, Bình Dương",
    ],
)
def test_inside(address):
    assert locality(address) == "in_city"


@pytest.mark.parametrize(
    "address",
    [
        "Amata, Biên Hòa, Đồng Nai",
        "Trang Bang, TayNinh Province",
        "Lot 3, Phu Nghia, Hanoi, Vietnam",
        "Tan Phu IZ, Bien Hoa, Dong Nai",
        "Chi nhánh đường Hồ Chí Minh, Xuân Mai, Hà Nội",
        "KCN Nhơn Trạch 3 Đồng Nai",
        "Dong Nai Industrial Zone",
        "No. 88 Xinhua Rd, Suzhou, Jiangsu, China",
        "1-2 Chuo, Osaka Japan",
    ],
)
def test_outside(address):
    assert locality(address) == "outside"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "Vietnam",
        "Cụm công nghiệp Xuân Quang",
        "Nhon Trach 2 IZ",
        "12 Đồng Nai",
        "KCN Việt Nam - Singapore",
    ],
)
def test_not_guessed(address):
    assert locality(address) == "unknown"


WARDS = [Ward(code="26809", name_vi="Phường Hiệp Bình"), Ward(code="27655", name_vi="Xã Nhà Bè")]


@pytest.mark.parametrize(
    ("address", "codes", "is_certain"),
    [
        ("12 Lê Lợi, Phường Hiệp Bình, TP. Hồ Chí Minh", ["26809"], True),
        ("12 Le Loi, P.Hiep Binh, TP.HCM", ["26809"], True),
        ("12 Lê Lợi, P. Hiệp Bình, Quận Thủ Đức, TP. HCM", ["26809"], False),
        ("Ấp 3, xã Nhà Bè, huyện Nhà Bè, TP.HCM", ["27655"], False),
        ("Phường Hiệp Bình hoặc xã Nhà Bè, TP. Hồ Chí Minh", ["26809", "27655"], False),
        ("99 đường Hiệp Bình, TP. Hồ Chí Minh", [], False),
        ("", [], False),
    ],
)
def test_a_ward_is_taken_only_where_the_address_names_it_beyond_doubt(address, codes, is_certain):
    guess = WardFinder(WARDS).guess(address)
    assert [ward.code for ward in guess.wards] == codes
    assert guess.is_certain == is_certain


@pytest.fixture
def finder(start_data):
    return WardFinder(Ward.objects.all(), IndustrialPark.objects.all())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "codes", "is_certain"),
    [
        # A ward of before that went whole into one of today's.
        ("Phường Bến Nghé, Quận 1, TP.HCM", ["26740"], True),
        ("Bến Nghé, Q1", ["26740"], False),
        ("Phường 05 Quận Gò Vấp", ["26876"], True),
        ("Phường Tân Phú, Quận 7, TP.HCM", ["27487"], True),
        ("TT. Hóc Môn, H. Hóc Môn, TP.HCM", ["27559"], True),
        ("Thị trấn Long Hải, huyện Long Điền, BRVT", ["26662"], True),
        ("Di An Ward, Di An City, Binh Duong Province", ["25942"], True),
        # One that was divided.
        ("Phường Đa Kao, Quận 1", ["26737", "26740"], False),
        # Districts and parks.
        ("KCN Sóng Thần, Dĩ AnBình Dương", ["25942", "25945", "25951"], False),
        ("KCX Tân Thuận, Q7", ["27478"], False),
        ("KCN Phú Mỹ 1, BRVT", ["26704"], False),
        ("Quận 2", ["27094", "27097", "27112"], False),
        # Names of provinces are no wards, unless they are written as wards.
        ("12 Trần Phú, TP. Hồ Chí Minh", [], False),
        ("12 Trần Phú, Bình Dương", [], False),
        ("12 Trần Phú, Vũng Tàu", [], False),
        ("12 Trần Phú, Bà Rịa - Vũng Tàu", [], False),
        ("12 Trần Phú, Sài Gòn", [], False),
        ("12 Trần Phú, Phường Bình Dương, TP. Hồ Chí Minh", ["25760"], True),
        # The same name before and today, elsewhere.
        ("Phường Tân Phú, TP.HCM", ["27031", "26842", "27487"], False),
        ("Phường 5, TP.HCM", [], False),
    ],
)
def test_units_of_before_lead_to_the_wards_of_today(finder, address, codes, is_certain):
    guess = finder.guess(address)
    assert [ward.code for ward in guess.wards] == codes
    assert guess.is_certain == is_certain


@pytest.mark.django_db
def test_every_unit_of_before_lies_in_wards_of_today(start_data):
    today = set(Ward.objects.values_list("code", flat=True))
    assert len(former_wards()) == 442
    assert {code for former in former_wards() for code in former.today} == today
