"""A file with every kind of mess is taken in whole, and its report names each thing put right."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.imports.outcomes import Result, RowOutcome, unpack
from core.models import SpreadsheetImport
from enterprises.models import Contact, Enterprise
from tests.enterprises.messy_rows import ROWS, csv_text, table
from tests.enterprises.sheets import csv_file, xlsx_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("start_data")]
IMPORT = "/quan-tri/enterprises/enterprise/import/"
FIRST = 4  # the row of the file in which the first enterprise stands


def take_in(client: Client, file: SimpleUploadedFile) -> SpreadsheetImport:
    job = client.post(IMPORT, {"import_file": file}, follow=True).context["job"]
    return client.post(f"{IMPORT}{job.pk}/confirm/", follow=True).context["job"]


def told(outcome: RowOutcome) -> str:
    return " | ".join(f"{message.column}: {message.text}" for message in outcome.messages)


@pytest.mark.parametrize(
    "file",
    [
        xlsx_file(table()),
        csv_file(csv_text()),
        SimpleUploadedFile("a.csv", ("\ufeff" + csv_text(";")).encode()),
        SimpleUploadedFile("a.csv", csv_text("\t").encode("utf-16")),
    ],
    ids=["xlsx", "comma", "semicolon-bom", "tab-utf16"],
)
def test_each_oddity_is_reported_and_no_row_is_lost(staff_client, file):
    job = take_in(staff_client, file)
    outcomes = {o.number: o for o in unpack(job.outcomes)}
    assert (job.state, Enterprise.objects.count()) == ("done", len(ROWS))
    for number, (cells, column, text) in enumerate(ROWS, FIRST):
        assert column in told(outcomes[number])
        assert text in told(outcomes[number]), (cells, told(outcomes[number]))


def test_what_was_put_right_is_what_is_kept(staff_client):
    take_in(staff_client, xlsx_file(table()))
    assert Enterprise.objects.filter(legal_name="Nhựa Đông Á").exists()
    assert Enterprise.objects.get(tax_code="0100233488").legal_name == "Đúc Kim Long"
    assert Enterprise.objects.get(legal_name__startswith="Ốc").locality == "in_city"
    assert {"0903111222", "0903 111 333", "02838231111"} <= set(
        Contact.objects.values_list("phone", flat=True)
    )
    wards = dict(Enterprise.objects.values_list("legal_name", "ward__name_vi"))
    assert wards["Ép nhựa Gia Khang"] == "Phường Hiệp Bình"
    assert wards["Phay tiện Nghĩa Hòa"] is None


def test_the_same_mess_again_brings_nothing_new(staff_client):
    take_in(staff_client, xlsx_file(table()))
    job = take_in(staff_client, xlsx_file(table()))
    assert job.counts[Result.SAME] == len(ROWS)
    assert Enterprise.objects.count() == len(ROWS)


def test_vietnamese_windows_text_is_read(staff_client):
    # Windows-1258 writes tones as marks of their own behind the vowel.
    text = "Tên công ty,Đi\u0323a chi\u0309\r\nNhư\u0323a Sa\u0300i Go\u0300n,Biên Ho\u0300a\r\n"
    job = take_in(staff_client, SimpleUploadedFile("cu.csv", text.encode("cp1258")))
    assert "cp1258" in job.remarks[0]
    assert Enterprise.objects.get().legal_name == "Nhựa Sài Gòn"


def test_titles_above_the_headings_are_named_not_lost(staff_client):
    job = take_in(staff_client, xlsx_file(table()))
    assert "DANH SÁCH DOANH NGHIỆP NĂM 2026" in " ".join(job.remarks)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_report_is_downloaded_with_no_formula_in_it(staff_client, form):
    job = take_in(staff_client, csv_file("Tên,Địa chỉ\n=1+1,Biên Hòa..\n"))
    content = staff_client.get(f"{IMPORT}{job.pk}/bao-cao.{form}").content
    if form == "csv":
        assert "'=1+1,Mới,Đã xử lý,Địa chỉ" in content.decode("utf-8-sig")
        return
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][:5] == [2, "'=1+1", "Mới", "Đã xử lý", "Địa chỉ"]
