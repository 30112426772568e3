"""Whether an address lies in the City of today: said where the address says it, else left open."""

import pytest

from catalogue.models import Ward
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
    ],
)
def test_outside(address):
    assert locality(address) == "outside"


@pytest.mark.parametrize(
    "address", ["", "Vietnam", "Cụm công nghiệp Xuân Quang", "Nhon Trach 2 IZ"]
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
