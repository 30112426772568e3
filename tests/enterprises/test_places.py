"""Whether an address lies in the City of today: said where the address says it, else left open."""

import pytest

from enterprises.places import locality


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
