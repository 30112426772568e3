"""Lists in old fonts or in the wrong encoding are published in Unicode or not at all."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from enterprises.models import Enterprise
from tests.enterprises.sheets import xlsx_file
from tests.importing import preview, said, take_in
from tests.pages import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("start_data")]
NAME, ADDRESS = "Công ty TNHH Cơ khí Hà Nội Xưa", "12 Đường Lê Lợi, TP. Hồ Chí Minh"


def stored() -> list[tuple[str, str]]:
    return list(Enterprise.objects.values_list("legal_name", "address"))


def test_a_list_in_vntime_with_its_headings(staff_client):
    rows = [
        ["Tªn doanh nghiÖp", "§Þa chØ"],
        ["C«ng ty TNHH C¬ khÝ Hµ Néi X\u00ada", "12 §\u00adêng Lª Lîi, TP. Hå ChÝ Minh"],
    ]
    page = preview(staff_client, xlsx_file(rows))
    assert "TCVN3" in read(page)
    take_in(staff_client, xlsx_file(rows))
    assert stored() == [(NAME, ADDRESS)]


def test_a_csv_in_vntime_bytes(staff_client):
    text = "Tªn doanh nghiÖp,§Þa chØ\nC«ng ty TNHH C¬ khÝ Hµ Néi X\u00ada,12 Lª Lîi\n"
    take_in(staff_client, SimpleUploadedFile("cu.csv", text.encode("latin-1")))
    assert stored() == [(NAME, "12 Lê Lợi")]


def test_utf8_that_was_read_as_western_text(staff_client):
    rows = [["Tên doanh nghiệp", "Địa chỉ"], [NAME, ADDRESS]]
    wrong = [[cell.encode().decode("latin-1") for cell in row] for row in rows]
    take_in(staff_client, xlsx_file(wrong))
    assert stored() == [(NAME, ADDRESS)]


def test_a_name_that_has_lost_letters_is_not_taken_in(staff_client):
    rows = [["Tên doanh nghiệp"], ["C?ng ty Nh?a S?i G?n"]]
    page = preview(staff_client, xlsx_file(rows))
    assert any("sai bảng mã" in text for text in said(page, "error").values())
    assert stored() == []
