"""An import that some forty lines declare: uploaded, checked, confirmed, written, reported."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.imports import registry
from core.imports.outcomes import MessageKind, Result, RowOutcome, unpack
from core.models import SpreadsheetImport
from programme.models import Agency
from tests.core.imports.agencies import CodedAgencyImporter
from tests.factories.people import StaffFactory, allowed
from tests.factories.programme import AgencyFactory, ConsolidatedReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.imports.urls")]
IMPORT = "/quan-tri/programme/agency/import/"
TEXT = """DANH SÁCH ĐƠN VỊ,,,,
Cơ quan,Mã đơn vị,Loại đơn vị,Trực thuộc,Ghi chú
Trung tâm Mới,trung-tam-moi,Đơn vị trực thuộc,Sở Công Thương,
Sở Tên Mới,so-doi-ten,,,
Sở Như Cũ,so-nhu-cu,department,,
Trung tâm  Mới,trung-tam-moi,,,
"""
WRONG = """Tên,Mã,Loại,Trực thuộc,Kế thừa từ ngày
Một,mot,Sở tư nhân,Sở Không Có,hôm qua
,hai,Đơn vị trực thuộc,,
Ba,,Đơn vị trực thuộc,,
Bốn,mã có dấu,Đơn vị trực thuộc,,
"""


@pytest.fixture(autouse=True)
def registered(monkeypatch) -> None:
    monkeypatch.setitem(registry._importers, CodedAgencyImporter.name, CodedAgencyImporter)
    monkeypatch.setattr(CodedAgencyImporter, "written", [])


@pytest.fixture
def known(db) -> dict[str, Agency]:
    """Agencies that the file knows: above a new one, to be renamed, to be left as it is."""
    return {
        code: AgencyFactory(code=code, name_vi=name, role="Chủ trì")
        for code, name in [
            ("so-cong-thuong", "Sở Công Thương"),
            ("so-doi-ten", "Sở Tên Cũ"),
            ("so-nhu-cu", "Sở Như Cũ"),
        ]
    }


def upload(client: Client, text: str = TEXT) -> SpreadsheetImport:
    file = SimpleUploadedFile("don-vi.csv", text.encode())
    return client.post(IMPORT, {"import_file": file}, follow=True).context["job"]


def confirm(client: Client, job: SpreadsheetImport) -> SpreadsheetImport:
    return client.post(f"{IMPORT}{job.pk}/confirm/", follow=True).context["job"]


def outcomes(job: SpreadsheetImport) -> dict[int, RowOutcome]:
    return {o.number: o for o in unpack(SpreadsheetImport.objects.get(pk=job.pk).outcomes)}


def messages(outcome: RowOutcome, kind: MessageKind) -> dict[str, str]:
    return {message.column: message.text for message in outcome.of_kind(kind)}


def test_the_check_says_what_each_row_will_do_and_writes_nothing(staff_client, known):
    job = upload(staff_client)
    assert job.state == SpreadsheetImport.State.CHECKED
    assert job.ignored == ["Ghi chú"]
    assert "DANH SÁCH ĐƠN VỊ" in job.remarks[0]
    rows = outcomes(job)
    assert {number: row.result for number, row in rows.items()} == {
        3: Result.NEW,
        4: Result.UPDATED,
        5: Result.SAME,
        6: Result.SAME,
    }
    assert messages(rows[4], MessageKind.CHANGE) == {"Tên đơn vị": "“Sở Tên Cũ” → “Sở Tên Mới”"}
    assert messages(rows[6], MessageKind.HINT) == {"": "trùng với dòng 3"}
    assert messages(rows[6], MessageKind.REPAIR).keys() == {"Tên đơn vị"}
    assert Agency.objects.count() == 3


def test_a_confirmed_file_is_written_in_the_name_of_who_uploaded_it(client, known):
    one, other = StaffFactory(is_superuser=True), StaffFactory(is_superuser=True)
    client.force_login(one)
    job = upload(client)
    client.force_login(other)
    assert confirm(client, job).state == SpreadsheetImport.State.DONE
    new, renamed = Agency.objects.get(code="trung-tam-moi"), known["so-doi-ten"]
    renamed.refresh_from_db()
    assert (new.name_vi, new.kind, new.parent) == (
        "Trung tâm Mới",
        Agency.Kind.UNIT,
        known["so-cong-thuong"],
    )
    assert (renamed.name_vi, renamed.role, renamed.version) == ("Sở Tên Mới", "Chủ trì", 2)
    assert CodedAgencyImporter.written == [new.pk, renamed.pk]
    for record, kind in ((new, "+"), (renamed, "~")):
        past = record.history.latest()
        assert (past.history_type, past.history_user) == (kind, one)
        assert past.history_change_reason == "Nhập từ tệp don-vi.csv"
    assert known["so-nhu-cu"].history.count() == 1


def test_the_report_tells_every_row(staff_client, known):
    job = confirm(staff_client, upload(staff_client))
    content = staff_client.get(f"{IMPORT}{job.pk}/bao-cao.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    assert rows[0][:3] == ["Dòng", "Tên đơn vị", "Kết quả"]
    assert [row[:3] for row in rows[1:4]] == [
        ["3", "Trung tâm Mới", "Mới"],
        ["4", "Sở Tên Mới", "Cập nhật"],
        ["5", "Sở Như Cũ", "Không có gì mới"],
    ]


def test_the_same_file_again_changes_nothing(staff_client, known):
    confirm(staff_client, upload(staff_client))
    before = Agency.history.count()
    job = confirm(staff_client, upload(staff_client))
    assert job.counts == {Result.SAME: 4}
    assert (Agency.objects.count(), Agency.history.count()) == (4, before)


def test_wrong_rows_name_their_columns_and_keep_all_out_where_that_was_chosen(staff_client):
    text = WRONG + "Năm,nam,Đơn vị trực thuộc,,01/02/2026\n"
    file = SimpleUploadedFile("don-vi.csv", text.encode())
    sent = {"import_file": file, "taking": "all"}
    job = staff_client.post(IMPORT, sent, follow=True).context["job"]
    rows = outcomes(job)
    errors = {number: messages(row, MessageKind.ERROR) for number, row in rows.items()}
    # An agency cannot be without its kind; it can be without what else was not understood.
    assert "“Sở tư nhân”: không nhận ra; các giá trị: " in errors[2]["Loại"]
    left_out = messages(rows[2], MessageKind.LEFT_OUT)
    assert left_out["Trực thuộc"] == "“Sở Không Có”: không có trong danh mục"
    assert "hôm qua" in left_out["Kế thừa từ ngày"]
    assert errors[3].keys() == {"Tên đơn vị"}
    assert errors[4].keys() == {"Mã"}
    assert errors[5].keys() == {"Mã"}
    assert rows[6].result == Result.NEW
    assert job.state == SpreadsheetImport.State.REFUSED
    assert confirm(staff_client, job).state == SpreadsheetImport.State.REFUSED
    assert Agency.objects.count() == 0


def test_a_record_that_changed_since_the_preview_keeps_all_out_until_it_is_seen(
    staff_client, known
):
    job = upload(staff_client)
    known["so-doi-ten"].name_vi = "Sở Tên Khác"
    known["so-doi-ten"].save()
    job = confirm(staff_client, job)
    assert (job.state, job.changed_since) == (SpreadsheetImport.State.CHECKED, True)
    assert messages(outcomes(job)[4], MessageKind.CHANGE) == {
        "Tên đơn vị": "“Sở Tên Khác” → “Sở Tên Mới”"
    }
    assert Agency.objects.count() == 3
    assert confirm(staff_client, job).state == SpreadsheetImport.State.DONE


@pytest.mark.parametrize("edit", ["change", "delete", "create"])
def test_what_others_write_while_the_file_is_written_is_not_overwritten(
    staff_client, known, monkeypatch, edit
):
    job = upload(staff_client)
    check = CodedAgencyImporter.check

    def checked_too_early(self, *args):
        checked = check(self, *args)
        if edit == "change":
            Agency.objects.filter(code="so-doi-ten").update(role="Phối hợp")
        elif edit == "delete":
            Agency.objects.filter(code="so-doi-ten").delete()
        else:
            Agency.objects.get_or_create(code="trung-tam-moi", name_vi="Của người khác")
        monkeypatch.setattr(CodedAgencyImporter, "check", check)
        return checked

    monkeypatch.setattr(CodedAgencyImporter, "check", checked_too_early)
    job = confirm(staff_client, job)
    if edit == "change":  # the rows still do what was seen: written at the second attempt
        assert job.state == SpreadsheetImport.State.DONE
        assert Agency.objects.get(code="so-doi-ten").role == "Phối hợp"
    else:
        assert job.changed_since
        assert not Agency.objects.filter(name_vi__in=["Sở Tên Mới", "Trung tâm Mới"]).exists()


def test_two_administrators_who_confirm_at_once_write_once(staff_client, known, monkeypatch):
    job = upload(staff_client)
    other, write = Client(), CodedAgencyImporter.write
    other.force_login(StaffFactory(is_superuser=True))

    def while_another_confirms(self, *args):
        page = other.post(f"{IMPORT}{job.pk}/confirm/", follow=True)
        assert "đã được xác nhận" in page.content.decode()
        write(self, *args)

    monkeypatch.setattr(CodedAgencyImporter, "write", while_another_confirms)
    assert confirm(staff_client, job).state == SpreadsheetImport.State.DONE
    assert Agency.objects.get(code="trung-tam-moi").history.count() == 1
    assert known["so-doi-ten"].history.count() == 2


def test_the_list_leads_to_the_upload_whose_template_has_the_headings(staff_client):
    assert IMPORT in staff_client.get("/quan-tri/programme/agency/").content.decode()
    page = staff_client.get(IMPORT).content.decode()
    assert "Cột bắt buộc: “Mã”." in page
    assert "Mã: ví dụ: so-cong-thuong" in page
    response = staff_client.get(f"{IMPORT}mau.xlsx")
    assert response["Content-Disposition"] == 'attachment; filename="mau-don-vi.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert [cell.value for cell in sheet[1]] == list(CodedAgencyImporter().headings.values())


def test_a_file_without_the_key_asks_which_column_it_is(staff_client):
    job = upload(staff_client, "name,kind\na,unit\n")
    assert (job.state, "Không có cột “Mã”" in job.trouble) == ("mapping", True)
    assert confirm(staff_client, job).state == "mapping"


@pytest.mark.parametrize(
    ("page", "method"),
    [
        ("", "get"),
        ("mau.xlsx", "get"),
        ("{pk}/", "get"),
        ("{pk}/lua-chon/", "post"),
        ("{pk}/confirm/", "post"),
        ("{pk}/restart/", "post"),
        ("{pk}/bao-cao.xlsx", "get"),
    ],
)
def test_pages_are_for_those_who_may_add_and_change(client, page, method):
    job = SpreadsheetImport.objects.create(importer="agencies", file_name="a.csv")
    address = IMPORT + page.format(pk=job.pk)
    user = allowed(StaffFactory(), "programme.view_agency", "programme.add_agency")
    client.force_login(user)
    assert getattr(client, method)(address).status_code == 403
    assert IMPORT not in client.get("/quan-tri/programme/agency/").content.decode()
    client.force_login(allowed(user, "programme.change_agency"))
    assert getattr(client, method)(address).status_code in {200, 302}


@pytest.mark.parametrize(
    "page", ["", "lua-chon/", "confirm/", "restart/", "bao-cao.xlsx", "dong-loi.xlsx"]
)
def test_an_import_into_another_model_is_not_found(staff_client, page):
    job = SpreadsheetImport.objects.create(importer="enterprises", file_name="khac.csv")
    ask = staff_client.post if page in {"lua-chon/", "confirm/", "restart/"} else staff_client.get
    assert ask(f"{IMPORT}{job.pk}/{page}").status_code == 404
    assert "khac.csv" not in staff_client.get(IMPORT).content.decode()


def test_transitions_of_the_record_stand_beside_its_import(staff_client):
    report = ConsolidatedReportFactory()
    address = f"/quan-tri/programme/consolidatedreport/{report.pk}/publish/"
    assert staff_client.get(address).status_code == 200
