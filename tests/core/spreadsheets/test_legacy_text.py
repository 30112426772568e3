"""Lists in old fonts and in the wrong encoding are brought to Unicode, and nothing else changes."""

import pytest

from core.spreadsheets.legacy_text import is_broken, repaired

NAMES = [
    "Công ty TNHH Cơ khí Đại Thắng",
    "12 Đường Lê Lợi, Phường Bến Thành, TP. Hồ Chí Minh",
    "Khuôn mẫu; chi tiết nhựa – ô tô",
]
TWICE = [name.encode().decode("latin-1") for name in NAMES]
TCVN3 = [
    "C«ng ty TNHH C¬ khÝ §¹i Th¾ng",
    "12 §\u00adêng Lª Lîi, Ph\u00adêng BÕn Thµnh, TP. Hå ChÝ Minh",
    "Khu«n mÉu; chi tiÕt nhùa – « t«",
]
VNI = [
    "Coâng ty TNHH Cô khí Ñaïi Thaéng",
    "12 Ñöôøng Leâ Lôïi, Phöôøng Beán Thaønh, TP. Hoà Chí Minh",
    "Khuoân maãu; chi tieát nhöïa – oâ toâ",
]
WINDOWS = [
    "Công ty TNHH Cõ khiì Ðaòi Thãìng",
    "12 Ðýõ\u0300ng Lê Lõòi, Phýõ\u0300ng Bêìn Tha\u0300nh, TP. Hô\u0300 Chiì Minh".replace(
        "\u0300", "Ì"
    ),
    "Khuôn mâÞu; chi tiêìt nhýòa – ô tô",
]


def read(cells):
    rows, remarks = repaired([(n, [cell, "0314003001"]) for n, cell in enumerate(cells)])
    return [cells[0] for _number, cells in rows], remarks


@pytest.mark.parametrize(
    ("cells", "encoding"),
    [(TWICE, "UTF-8"), (TCVN3, "TCVN3"), (VNI, "VNI"), (WINDOWS, "Windows-1258")],
    ids=["utf8-twice", "tcvn3", "vni", "windows-1258"],
)
def test_text_of_an_old_list_is_brought_to_unicode_with_a_remark(cells, encoding):
    texts, remarks = read(cells)
    assert texts == NAMES
    assert len(remarks) == 1
    assert encoding in remarks[0]


def test_utf8_read_as_western_text_of_windows_and_as_vietnamese_windows_text():
    for codec in ("cp1252", "cp1258"):
        name = "Công ty Nhựa Tân Bình"
        assert read([name.encode().decode(codec)])[0] == [name]


def test_a_list_in_which_some_letters_are_unicode_already():
    assert read(["C«ng ty TNHH C¬ khí §¹i Thắng Một"])[0] == ["Công ty TNHH Cơ khí Đại Thắng Một"]


def test_capitals_of_an_old_font_become_capitals():
    assert read(["C¤NG TY DÖT MAY PH¦íC LONG"])[0] == ["CÔNG TY DỆT MAY PHƯỚC LONG"]


def test_a_cell_that_does_not_tell_follows_its_column():
    # 'Hoàng' is a Vietnamese word as it stands; in VNI it is 'Hồng'.
    assert read([*VNI, "Hoàng"])[0][-1] == "Hồng"
    assert read([*NAMES, "Hoàng"])[0][-1] == "Hoàng"


@pytest.mark.parametrize(
    "text",
    [
        *NAMES,
        "CÔNG TY CỔ PHẦN DỆT MAY",
        "Müller Weingarten Việt Nam",
        "Café Trung Nguyên",
        "Nestlé Việt Nam",
        "José Señor Peña",
        "«Công ty» Acme® ½ inch",
        "XÃ\u00a0TÂN PHÚ",
        "Đắk Lắk",
        "SĐT",
        "Số LĐ",
    ],
)
def test_what_is_unicode_stays_as_it_is(text):
    assert read([text]) == ([text], [])
    assert read([*NAMES, text]) == ([*NAMES, text], [])
    assert not is_broken(text)


@pytest.mark.parametrize(
    "text",
    ["C\ufffdng ty", "C?ng ty Nh?a", "Công ty Nhá»±a á» đây", "CÃ´ng ty toÃ n cáº§u", "Ná»\u0099i"],
)
def test_what_cannot_be_repaired_is_known_as_broken(text):
    (repaired_text,), _remarks = read([text])
    assert is_broken(repaired_text) or repaired_text == "Nội"


def test_addresses_of_sites_with_questions_are_not_broken():
    assert not any(map(is_broken, ["https://vidu.vn/a?b=1", "vidu.vn/?a=b", "Ai? Công ty nào?"]))
