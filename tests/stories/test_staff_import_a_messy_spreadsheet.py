"""Staff import a spreadsheet as it comes; people see what will change before it does."""

import io

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalogue.models import Industry
from core.imports.outcomes import MessageKind
from core.models import SpreadsheetImport
from enterprises.models import Enterprise
from tests.enterprises.sheets import MESSY, csv_file, decomposed_csv_file, xlsx_file
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.people import StaffFactory, allowed
from tests.importing import (
    IMPORT,
    confirm,
    counts,
    errors,
    found,
    preview,
    said,
    take_in,
)
from tests.pages import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("start_data")]


def test_the_preview_writes_nothing(staff_client):
    page = preview(staff_client, csv_file())
    assert counts(page) == {"new": 5, "doubtful": 2}
    assert Enterprise.objects.count() == 0


def test_the_public_finds_the_imported_factories(staff_client):
    take_in(staff_client, csv_file())
    assert found(staff_client, "tan thuan") == {"Golden Sun Co.,Ltd"}
    assert found(staff_client, "tân thuận") == {"Golden Sun Co.,Ltd"}
    assert found(staff_client, "det sai gon xanh") == {"Công ty TNHH Dệt Sài Gòn Xanh"}
    assert "Cong ty Bao Bi Phuong Nam" in found(staff_client, "phương nam")


def test_possible_duplicates_are_pointed_out_and_wait_for_a_person(staff_client):
    page = preview(staff_client, csv_file())
    assert page.context["in_doubt"] == 2
    assert "Nghi trùng với:" in read(page)
    confirm(staff_client, page)
    waiting = Enterprise.objects.in_doubt()
    assert {e.legal_name: e.possible_duplicate_of.legal_name for e in waiting} == {
        "GOLDEN SUN CO., LTD.": "Golden Sun Co.,Ltd",
    }
    outside = Enterprise.objects.get(legal_name="Northern Lights Garment JSC - Plant 2")
    assert outside.state == "hidden"
    assert outside.possible_duplicate_of.legal_name == "Northern Lights Garment JSC"
    assert "GOLDEN SUN CO., LTD." not in found(staff_client, "golden sun")


def test_staff_decide_that_a_doubtful_record_is_another_enterprise(staff_client):
    take_in(staff_client, csv_file())
    plant = Enterprise.objects.get(legal_name__endswith="Plant 2")
    staff_client.post(
        reverse("admin:enterprises_enterprise_changelist"),
        {"action": "publish", "_selected_action": [plant.pk]},
    )
    assert plant.legal_name in found(staff_client, "northern lights")


def test_a_record_in_doubt_cannot_be_published_by_editing_its_state_alone(staff_client):
    take_in(staff_client, csv_file())
    plant = Enterprise.objects.get(legal_name__endswith="Plant 2")
    plant.state = Enterprise.State.PUBLISHED
    with pytest.raises(Exception, match="nghi trùng"):
        plant.full_clean()


def test_each_row_says_whether_its_place_is_in_the_city_of_today(staff_client):
    take_in(staff_client, csv_file())
    localities = dict(Enterprise.objects.values_list("legal_name", "locality"))
    assert localities["Cong ty Bao Bi Phuong Nam"] == "in_city"
    assert localities["Northern Lights Garment JSC"] == "outside"
    assert localities["Nowhere Trading"] == "unknown"


def test_the_address_is_kept_as_given_and_the_source_is_named(staff_client):
    take_in(staff_client, csv_file())
    factory = Enterprise.objects.get(legal_name="Golden Sun Co.,Ltd")
    assert factory.address == ("Lot 12, Tan Thuan Export Processing Zone, District 7,Ho Chi Minh")
    assert "nha-may.csv" in factory.source


def test_importing_the_same_file_again_adds_nothing(staff_client):
    take_in(staff_client, csv_file())
    page = preview(staff_client, csv_file())
    assert counts(page) == {"same": 7}
    confirm(staff_client, page)
    assert Enterprise.objects.count() == 7


def test_the_same_file_in_the_other_unicode_form_adds_nothing_either(staff_client):
    take_in(staff_client, csv_file())
    take_in(staff_client, decomposed_csv_file())
    assert Enterprise.objects.count() == 7


def test_a_second_click_on_confirm_imports_nothing_twice(staff_client):
    page = preview(staff_client, csv_file())
    confirm(staff_client, page)
    again = confirm(staff_client, page)
    assert Enterprise.objects.count() == 7
    assert "đã được xác nhận" in read(again).notices


def test_columns_that_mean_nothing_are_named_and_left_out(staff_client):
    page = preview(staff_client, csv_file())
    assert "Cột không nhận ra, bỏ qua:" in read(page)
    assert "Remark" in read(page)


def test_bad_cells_are_left_out_and_a_row_without_a_name_is_not_taken(staff_client):
    rows = [
        ["Tên doanh nghiệp", "Mã số thuế", "Số lao động", "Ngành", "Phường/Xã", "Email"],
        ["Cơ khí Tốt", "0100233488", "1.200", "Cơ khí", "Phường Hiệp Bình", "a@example.com"],
        ["Cơ khí Sai", "0100233489", "nhiều", "Trồng trọt", "Phường Không Có", "không phải thư"],
        ["", "", "5", "", "", ""],
    ]
    page = confirm(staff_client, preview(staff_client, xlsx_file(rows)))
    seen = said(page, MessageKind.LEFT_OUT)
    assert "“0100233489”: Sai số kiểm tra" in seen[3, "Mã số thuế"]
    assert "“nhiều”: phải là số nguyên" in seen[3, "Số lao động"]
    assert "Trồng trọt" in seen[3, "Ngành"]
    assert "“Phường Không Có”: không có trong danh mục" in seen[3, "Phường, xã"]
    assert "“không phải thư”" in seen[3, "Thư điện tử"]
    assert set(said(page, MessageKind.ERROR)) == {(4, "Tên doanh nghiệp")}
    wrong = Enterprise.objects.get(legal_name="Cơ khí Sai")
    assert (wrong.tax_code, wrong.employees, wrong.ward, wrong.contacts.count()) == (
        None,
        None,
        None,
        0,
    )
    assert Enterprise.objects.count() == 2


def test_a_full_row_brings_everything_that_hangs_on_the_enterprise(staff_client):
    rows = [
        [
            "Tên doanh nghiệp", "Mã số thuế", "Số lao động", "Ngành", "Phường/Xã", "Sản phẩm",
            "Chứng nhận", "Người liên hệ", "Điện thoại", "Công khai liên hệ", "Năm thành lập",
        ],
        [
            "Cơ khí Tốt", "0100 233 488", 1200, "Cơ khí; nhựa", "Hiệp Bình", "Trục; Bánh răng",
            "ISO 9001:2015 (số QA 7, đến 31/12/2099)", "Trần Thị Bình", "0903 111 222", "có",
            1999.0,
        ],
    ]  # fmt: skip
    take_in(staff_client, xlsx_file(rows))
    made = Enterprise.objects.get(tax_code="0100233488")
    assert (made.employees, made.founding_year, made.locality) == (1200, 1999, "in_city")
    assert {i.slug for i in made.industries.all()} == {"co-khi", "cao-su-nhua"}
    assert [p.name_vi for p in made.products.all()] == ["Trục", "Bánh răng"]
    assert [str(c) for c in made.certificates.all()] == ["ISO 9001 QA 7"]
    assert str(made.certificates.get().valid_to) == "2099-12-31"
    assert made.public_contacts[0].phone == "0903 111 222"
    assert found(staff_client, "banh rang iso 9001") == {"Cơ khí Tốt"}


def test_a_known_tax_code_updates_its_record_and_a_blank_cell_erases_nothing(staff_client):
    known = EnterpriseFactory(
        legal_name="Tên cũ", tax_code="0100233488", website="https://example.com", employees=5
    )
    rows = [
        ["Tên doanh nghiệp", "MST", "Website", "Số lao động"],
        ["Tên mới", "0100233488", "", "80"],
    ]
    page = preview(staff_client, xlsx_file(rows))
    assert said(page, MessageKind.CHANGE) == {
        (2, "Tên doanh nghiệp"): "“Tên cũ” → “Tên mới”",
        (2, "Số lao động"): "“5” → “80”",
    }
    confirm(staff_client, page)
    known.refresh_from_db()
    assert (known.legal_name, known.employees) == ("Tên mới", 80)
    assert known.website == "https://example.com"


def test_commas_separate_terms_too_unless_they_stand_inside_a_name(staff_client):
    rows = [
        ["Tên", "Công nghệ"],
        ["Cơ khí Tốt", "Phay CNC, Tiện CNC; Cắt dây, xung điện (EDM)"],
    ]
    take_in(staff_client, xlsx_file(rows))
    names = {process.name_vi for process in Enterprise.objects.get().processes.all()}
    assert names == {"Phay CNC", "Tiện CNC", "Cắt dây, xung điện (EDM)"}


def test_the_template_can_be_downloaded_and_filled_in(staff_client):
    content = staff_client.get(f"{IMPORT}mau.xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    headings = [cell.value for cell in sheet[1]]
    assert headings[0] == "Tên doanh nghiệp"
    page = preview(staff_client, xlsx_file([headings, ["Cơ khí Tốt"]]))
    assert page.context["job"].ignored == []
    assert counts(page) == {"new": 1}


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04 not a workbook"), "bị hỏng"),
        (SimpleUploadedFile("a.xlsx", MESSY.encode()), "bị hỏng"),
        (SimpleUploadedFile("a.csv", b"\xff\xfe\x00bad!"), "UTF-8"),
        (SimpleUploadedFile("a.csv", b"name\n\x00\x01\x02"), "UTF-8"),
        (SimpleUploadedFile("a.xls", b"PK\x03\x04"), "bị hỏng"),
        (SimpleUploadedFile("a.csv", "Tên\n".encode()), "không có dòng dữ liệu"),
        (SimpleUploadedFile("a.exe", b"MZ"), "Chỉ nhận tệp"),
        (SimpleUploadedFile("a.csv", b"x" * (20 * 1024 * 1024 + 1)), "lớn hơn 20 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_a_file_that_cannot_be_read_gets_a_message_at_the_field(staff_client, file, message):
    page = preview(staff_client, file)
    assert page.status_code == 200
    assert message in errors(page)
    assert SpreadsheetImport.objects.count() == 0


def test_semicolons_of_a_vietnamese_excel_are_understood(staff_client):
    take_in(staff_client, csv_file("Tên công ty;Địa chỉ\nCơ khí Tốt;1 Lê Lợi, Quận 1\n"))
    assert Enterprise.objects.get().address == "1 Lê Lợi, Quận 1"


def test_data_that_changed_since_the_preview_imports_nothing(staff_client):
    rows = [["Tên", "Ngành"], ["Một", "Dệt may"], ["Hai", "Cơ khí"]]
    page = preview(staff_client, xlsx_file(rows))
    Industry.objects.filter(slug="co-khi").update(
        name_vi="Chế tạo", aliases="", slug="che-tao", name_en=""
    )
    after = confirm(staff_client, page)
    assert "chưa nhập dòng nào" in read(after).non_field_errors
    assert said(after, MessageKind.LEFT_OUT).keys() == {(3, "Ngành")}
    assert Enterprise.objects.count() == 0


@pytest.mark.parametrize("address", [IMPORT, f"{IMPORT}mau.xlsx"])
def test_import_is_for_those_who_may_add_and_change(client, address):
    reader = allowed(StaffFactory(), "enterprises.view_enterprise", "enterprises.add_enterprise")
    client.force_login(reader)
    assert client.get(address).status_code == 403
    writer = allowed(reader, "enterprises.change_enterprise")
    client.force_login(writer)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("page", ["", "confirm/", "restart/", "bao-cao.xlsx"])
def test_pages_of_an_import_are_for_the_same_people(client, page):
    job = SpreadsheetImport.objects.create(importer="enterprises", file_name="a.csv")
    address = f"{IMPORT}{job.pk}/{page}"
    ask = client.post if page.endswith("t/") or page.endswith("m/") else client.get
    client.force_login(allowed(StaffFactory(), "enterprises.view_enterprise"))
    assert ask(address).status_code == 403
    client.force_login(
        allowed(StaffFactory(), "enterprises.add_enterprise", "enterprises.change_enterprise")
    )
    assert ask(address).status_code in {200, 302}


def test_a_file_of_an_old_excel_is_read_with_its_title_and_lost_zeros(staff_client):
    """Excel 97-2003: numbers have lost their leading 0, the headings stand in the third row."""
    content = (settings.BASE_DIR / "tests/enterprises/files/excel-2003.xls").read_bytes()
    take_in(staff_client, SimpleUploadedFile("danh-sach.xls", content))
    made = Enterprise.objects.get()
    assert (made.legal_name, made.tax_code) == ("Cơ khí Đời Cũ", "0100233488")
    assert made.employees == 120
    assert made.contacts.get().phone == "0903111222"
    assert made.locality == "in_city"
    assert "quận 7, TP. Hồ Chí Minh" in made.address
