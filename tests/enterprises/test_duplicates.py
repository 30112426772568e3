"""Names that may be the same enterprise."""

import pytest

from enterprises.duplicates.candidates import candidates
from enterprises.duplicates.compared_records import compared_record
from enterprises.duplicates.record_index import RecordIndex
from enterprises.names import core_name

HEAD = "0100233488"
PLOT = "Lô A2, KCN Hiệp Phước, Nhà Bè"


def closest(known: list[tuple[str, ...]], name: str, address: str = "", code: str = ""):
    """The number of the record for which a new row has to wait; of each its name, place, code."""
    records = [compared_record(n, row[0], "", *row[1:]) for n, row in enumerate(known, 1)]
    found = RecordIndex.of(records).doubts(compared_record(0, name, "", address, code))
    return found[0].key if found else None


def test_legal_form_and_numerals_do_not_tell_names_apart():
    assert (
        core_name("Công ty TNHH MTV Sài Gòn II") == core_name("SAI GON TWO CO., LTD") == "sai gon 2"
    )


@pytest.mark.parametrize(
    ("known", "other"),
    [
        ("Golden Sun Co.,Ltd", "GOLDEN SUN CO., LTD."),
        ("Công ty TNHH Cơ khí Minh Phát", "CTY CO KHI MINH PHAT"),
        ("Golden Sun Saigon ll", "Golden Sun Saigon Two Corporation"),
        ("Golden Sun Saigon Factory", "Golden Sun Saigon"),
        ("Công ty TNHH Sản xuất Thương mại Dịch vụ Hải Khang", "CTY TNHH SX TM DV HẢI KHANG"),
        ("Công ty TNHH SXTMDV Hải Khang", "CTY TNHH Sản xuất - Thương mại - Dịch vụ Hải Khang"),
        ("Công ty TNHH Cơ khí Hải Khang", "Hai Khang Mechanical Co., Ltd"),
        ("Công ty CP Bao bì Hải Khang", "Hai Khang Packaging Joint Stock Company"),
        ("Công ty TNHH Hải Khang Cơ khí", "Công ty TNHH Cơ khí Hải Khang"),
        ("Công ty TNHH Nhựa Sài Gòn Xanh", "Cty TNHH Nhựa Saigon Xanh"),
        ("Công ty TNHH Silver Moon", "Công ty TNHH Silvre Moon"),
        ("Công ty TNHH Cơ khí A&T", "CTY TNHH CK A & T"),
        ("Công ty TNHH P.V", "PV Co., Ltd"),
        ("Công ty TNHH Hòa Phát", "CTY TNHH HOÀ PHÁT"),
        ("Công ty TNHH Cơ khí Tân Hiệp Phát", "Công ty THH Cơ khí Tân Hiep Phát"),
        ("Công ty Cổ phần Nhựa Hải Khang", "Công ty Cổ pần Nhựa Hải Khang"),
        ("Cơ sở Sơn mài Sơn Phú Vang", "SON MAI SON PHU VANG"),
    ],
)
def test_other_spellings_are_pointed_out(known, other):
    assert closest([(known, "")], other) == 1


@pytest.mark.parametrize(
    ("known", "other"),
    [
        ("Golden Sun Saigon II", "Golden Sun Saigon III"),
        ("Golden Sun - Plant 5", "Golden Sun - Plant 6"),
        ("Golden Sun", "Silver Moon"),
        ("Thành Đạt", "Thành Công"),
        ("Công ty TNHH Nhựa Tân Tiến", "Công ty TNHH Nhựa Tân Thành"),
        ("Công ty TNHH Bao bì Giấy Việt", "Công ty TNHH Khuôn mẫu Bao bì Giấy Việt Phát"),
        ("Công ty TNHH TM DV Nam Tú", "Công ty TNHH TM DV XNK Nam Việt Á"),
        ("Công ty TNHH Cơ khí Minh Phát", "Công ty TNHH Cơ khí Minh Phúc"),
        ("Công ty TNHH Cơ khí Minh Phát", "Công ty TNHH Nhựa Minh Phát"),
        ("Công ty TNHH Minh Hưng", "Công ty TNHH Minh Hùng"),
        ("Công ty TNHH Thủy tinh An Bình", "Công ty TNHH Thủy tinh Ân Bình"),
        ("Cơ sở Sơn mài Phú Vang", "Cơ sở Sơn mài Sơn Phú Vang"),
        ("Máy lọc nước Hùng Đức", "Máy lọc nước Hưng Á Đức"),
        ("Công ty TNHH P.V", "Công ty TNHH P.T.V"),
        ("Công ty TNHH A&T", "Công ty TNHH A&P"),
        ("Công ty TNHH Minh Phát", "Công ty TNHH Minh Phát - CN Bình Dương"),
    ],
)
def test_other_plants_and_other_names_are_not(known, other):
    assert closest([(known, "")], other) is None


def test_a_similar_name_counts_at_the_same_address():
    place = "Lô A2, KCN Hiệp Phước, Nhà Bè"
    known = [("Golden Sun Textile", place)]
    assert closest(known, "Golden Sun Textil Mfg", place) == 1
    assert closest(known, "Golden Sun Textil Mfg", "9 Lê Lợi, Quận 1") is None
    assert closest([("Hóa chất Sun Tech", place)], "Hóa chất Suntech", place) == 1


@pytest.mark.parametrize(
    ("known", "name", "address", "is_held"),
    [
        (("Cơ khí Minh",), "Công ty TNHH Cơ khí Minh", PLOT, False),
        (("Cơ khí Minh", PLOT), "Công ty TNHH Cơ khí Minh", "", False),
        (("Cơ khí Minh", PLOT), "Công ty TNHH Cơ khí Minh", PLOT, True),
        (("Cơ khí Minh", PLOT), "Công ty TNHH SX Cơ khí Minh", PLOT, True),
        (("Wexford Kromer Hanshin",), "WEXFORD KROMER HANSHIN CO., LTD", PLOT, True),
        (("Cơ khí Minh", PLOT, f"{HEAD}-001"), "Cơ khí Minh", PLOT, False),
    ],
)
def test_who_has_a_tax_code_waits_where_more_speaks_than_a_name_others_may_have(
    known, name, address, is_held
):
    assert closest([known], name, address, HEAD) == (1 if is_held else None)
    assert closest([known], name, address) == 1


def test_such_a_pair_is_found_for_the_list_nevertheless():
    one = compared_record(1, "Cơ khí Minh")
    other = compared_record(2, "Công ty TNHH Cơ khí Minh", "", PLOT, HEAD)
    assert [(pair.first, pair.second) for pair in candidates([one, other])] == [(1, 2)]


@pytest.mark.parametrize(
    ("known", "other"),
    [
        ("12 Lê Lợi, Phường Bến Nghé, Quận 1", "15 Lê Lợi, Phường Bến Nghé, Quận 1"),
        ("12 Lê Lợi, Phường Bến Nghé, Quận 1", "12 Trần Phú, Phường Bến Nghé, Quận 1"),
        ("10 Đường số 1, Phường Tân Tạo", "10 Đường số 2, Phường Tân Tạo"),
        ("Lô A2, KCN Tân Bình, Phường Tây Thạnh", "Lô A2, KCN Vĩnh Lộc, Phường Tây Thạnh"),
        ("Lô A2, KCN Tân Bình, Phường Tây Thạnh", "99 Trường Chinh, Phường Tây Thạnh"),
    ],
)
def test_the_same_name_at_a_place_that_is_clearly_another_is_another_enterprise(known, other):
    name = "Công ty TNHH Cơ khí Minh Phát"
    assert closest([(name, known)], name, other) is None


@pytest.mark.parametrize(
    ("known", "other"),
    [
        ("12 Lê Lợi, Phường Bến Nghé, Quận 1, TP.HCM", "Số 12 đường Lê Lợi, Phường Sài Gòn"),
        ("12-14 Lê Lợi, Phường Bến Nghé", "14 Lê Lợi, P. Bến Nghé"),
        ("Lô A2, KCN Tân Bình", "Lot A-2, Tan Binh Industrial Park, Tay Thanh Ward"),
        ("Tầng 3, Tòa nhà Hoa Sen, 12 Lê Lợi, Quận 1", "12 Lê Lợi, P. Bến Nghé"),
        ("Lô A2, KCN Tân Bình, Phường Tây Thạnh", "KCN Tân Bình"),
        ("Lô A2, KCN Tân Bình, Phường Tây Thạnh", ""),
    ],
)
def test_the_same_name_at_a_place_written_otherwise_is_pointed_out(known, other):
    name = "Công ty TNHH Cơ khí Minh Phát"
    assert closest([(name, known)], name, other) == 1


def test_a_shared_street_or_park_alone_is_no_sign():
    known = [("Công ty TNHH Nhựa Hải Khang", "Lô A2, KCN Tân Bình")]
    assert closest(known, "Công ty TNHH Nhựa Song Ngư", "Lô A2, KCN Tân Bình") is None
    assert closest(known, "Công ty TNHH Nhựa Hải Long", "KCN Tân Bình") is None


def test_a_word_is_worth_the_less_the_more_names_have_it():
    known = [(f"Công ty TNHH Cơ khí {name}", "KCN Tân Bình") for name in ("Hải Khang", "Sao Mai")]
    other = "Công ty CP Thương mại Cơ khí Hải Khang"
    assert closest(known, other, "KCN Tân Bình") == 1
    many = [(f"Công ty TNHH {a} Hải Khang", "") for a in ("Nhựa", "Thép", "Gỗ")] * 2_000
    assert closest([*known, *many], other, "KCN Tân Bình") is None
