"""What a file does not say by itself is asked once, on its page, and remembered for the next."""

import io
from collections.abc import Iterator

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from core.imports import registry
from core.imports.outcomes import MessageKind, Result, unpack
from core.models import ImportMeaning, SpreadsheetImport
from programme.models import Agency
from tests.core.imports.agencies import CodedAgencyImporter
from tests.factories.people import StaffFactory
from tests.factories.programme import AgencyFactory
from tests.pages import read

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.imports.urls")]
IMPORT = "/quan-tri/programme/agency/import/"
HEAD = ["Tên", "Mã", "Loại", "Trực thuộc", "Tên tiếng Anh"]
UNIT = "Đơn vị trực thuộc"


@pytest.fixture(autouse=True)
def registered(monkeypatch) -> Iterator[None]:
    monkeypatch.setitem(registry._importers, CodedAgencyImporter.name, CodedAgencyImporter)
    AgencyFactory(code="so-cong-thuong", name_vi="Sở Công Thương")
    return


def book(**sheets: list[list]) -> bytes:
    made = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        page = made.create_sheet(name.strip("_"))
        page.sheet_state = "hidden" if name.startswith("_") else "visible"
        for row in rows:
            page.append(row)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def upload(client: Client, content: bytes | str, name: str = "a.csv", **sent) -> SpreadsheetImport:
    content = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("a.xlsx" if content.startswith(b"PK") else name, content)
    return client.post(IMPORT, {"import_file": file, **sent}, follow=True).context["job"]


def form_of(client: Client, job: SpreadsheetImport) -> dict:
    """The fields of the page's form as a browser would send them untouched."""
    form = client.get(f"{IMPORT}{job.pk}/").context["form"]
    return sent_by(form)


def sent_by(form) -> dict:
    values = {field.html_name: field.value() for field in form}
    return {
        name: value for name, value in values.items() if value is not None and value is not False
    }


def choose(client: Client, job: SpreadsheetImport, sent: dict | None = None, **chosen):
    sent = {**(sent or form_of(client, job)), **chosen}
    return client.post(f"{IMPORT}{job.pk}/lua-chon/", sent, follow=True)


def confirm(client: Client, job: SpreadsheetImport, **sent):
    return client.post(f"{IMPORT}{job.pk}/confirm/", sent, follow=True)


def results(job: SpreadsheetImport) -> dict[str, str]:
    stored = SpreadsheetImport.objects.get(pk=job.pk)
    return {outcome.name: outcome.result for outcome in unpack(stored.outcomes)}


def said(job: SpreadsheetImport, kind: MessageKind) -> list[tuple[int, str]]:
    stored = SpreadsheetImport.objects.get(pk=job.pk)
    return [(o.number, m.column) for o in unpack(stored.outcomes) for m in o.of_kind(kind)]


# --- Columns


def test_headings_that_are_all_unknown_are_mapped_on_the_page_and_remembered(staff_client):
    text = "f1,f2,f3,f4\nMột,mot,Đơn vị trực thuộc,gì đó\nHai,hai,Đơn vị trực thuộc,\n"
    job = upload(staff_client, text)
    assert job.state == "mapping"
    page = read(staff_client.get(f"{IMPORT}{job.pk}/"))
    assert "Một mot Đơn vị trực thuộc gì đó" in page.text.replace("\n", " ")
    mapped = {"column f1": "name_vi", "column f2": "code", "column f3": "kind"}
    job = choose(staff_client, job, **mapped).context["job"]
    assert (job.state, job.ignored) == ("checked", ["f4"])
    assert results(job) == {"Một": Result.NEW, "Hai": Result.NEW}
    again = upload(staff_client, text.replace("Một", "Một nữa"))
    assert again.state == "checked"
    assert "theo lần nhập trước" in read(staff_client.get(f"{IMPORT}{again.pk}/"))
    assert choose(staff_client, again, **{"column f2": ""}).context["job"].state == "mapping"


def test_a_known_column_can_be_ignored_and_taken_up_again(staff_client):
    text = "Tên,Mã,Loại,Tên tiếng Anh\nMột,mot,Đơn vị trực thuộc,One\n"
    job = choose(staff_client, upload(staff_client, text), **{"column ten tieng anh": ""})
    job = job.context["job"]
    assert job.ignored == ["Tên tiếng Anh"]
    again = upload(staff_client, text)
    assert again.ignored == ["Tên tiếng Anh"]
    again = choose(staff_client, again, **{"column ten tieng anh": "name_en"}).context["job"]
    assert again.ignored == []


def test_two_columns_of_one_meaning_are_asked_about(staff_client):
    job = upload(staff_client, "Tên,Cơ quan,Mã,Loại\nMột,Sở Một,mot,Đơn vị trực thuộc\n")
    assert (job.state, "Có nhiều cột cùng nghĩa" in job.trouble) == ("mapping", True)
    page = choose(staff_client, job)
    assert "hãy giữ một cột" in read(page)
    job = choose(staff_client, job, **{"column ten": ""}).context["job"]
    assert results(job) == {"Sở Một": Result.NEW}


def test_columns_that_may_be_several_are_joined(staff_client, monkeypatch):
    column = CodedAgencyImporter.columns["role"]
    joined = {**CodedAgencyImporter.columns, "role": type(column)("Vai trò", ("việc",), joins="; ")}
    monkeypatch.setattr(CodedAgencyImporter, "columns", joined)
    text = "Tên,Mã,Loại,Vai trò,Việc\nMột,mot,Đơn vị trực thuộc,Chủ trì,-\nHai,hai,unit,a,b\n"
    confirm(staff_client, upload(staff_client, text))
    roles = Agency.objects.exclude(code="so-cong-thuong").order_by("code")
    assert list(roles.values_list("role", flat=True)) == ["a; b", "Chủ trì"]


# --- Values that no catalogue knows


def test_an_unknown_value_is_mapped_once_for_the_whole_file_and_the_next(staff_client):
    rows = [["Một", "mot", UNIT, "Sở CT"], ["Hai", "hai", UNIT, "Sở CT"], ["Ba", "ba", UNIT, "?!x"]]
    content = book(Bảng=[HEAD, *rows])
    job = upload(staff_client, content)
    assert said(job, MessageKind.LEFT_OUT) == [
        (2, "Trực thuộc"),
        (3, "Trực thuộc"),
        (4, "Trực thuộc"),
    ]
    form = staff_client.get(f"{IMPORT}{job.pk}/").context["form"]
    field, heading, count = next(iter(form.value_rows()))
    assert (field.label, heading, count) == ("Sở CT", "Trực thuộc", 2)
    assert ("so-cong-thuong", "Sở Công Thương") in dict(field.field.choices)["Gần giống"]
    chosen = {"value parent so ct": "so-cong-thuong", "value parent x": ""}
    job = choose(staff_client, job, **chosen).context["job"]
    assert said(job, MessageKind.LEFT_OUT) == [(4, "Trực thuộc")]
    confirm(staff_client, job)
    assert Agency.objects.filter(parent__code="so-cong-thuong").count() == 2
    assert said(upload(staff_client, content), MessageKind.LEFT_OUT) == [(4, "Trực thuộc")]


# --- Sheets


def test_sheets_that_were_not_read_are_named_and_can_be_chosen(staff_client):
    one, two = [["Một", "mot", UNIT]], [["Hai", "hai", UNIT]]
    content = book(Bìa=[["HƯỚNG DẪN"]], Quận_1=[HEAD, *one], _Quận_2=[HEAD, *two])
    job = upload(staff_client, content)
    assert results(job) == {"Một": Result.NEW}
    page = read(staff_client.get(f"{IMPORT}{job.pk}/"))
    assert "Trang tính đã đọc: “Quận_1”" in page
    assert "Trang tính không đọc: “Bìa”, “Quận_2” (đang ẩn)" in page
    assert "đang ẩn, cùng các cột với trang đang đọc" in page
    job = choose(staff_client, job, sheets=["Quận_1", "Quận_2"]).context["job"]
    assert results(job) == {"Một": Result.NEW, "Hai": Result.NEW}
    job = choose(staff_client, job, sheets=["Bìa"]).context["job"]
    assert job.state in {"mapping", "refused"}


# --- Bad rows


def test_bad_rows_go_to_a_file_that_is_mended_and_uploaded_again(staff_client):
    text = "Tên,Mã,Loại,Ghi chú\nMột,mot,Đơn vị trực thuộc,a\nHai,,Đơn vị trực thuộc,b\n"
    job = confirm(staff_client, upload(staff_client, text)).context["job"]
    assert (job.state, set(results(job).values())) == ("done", {Result.NEW, Result.REFUSED})
    names = set(Agency.objects.values_list("name_vi", flat=True))
    assert names == {"Sở Công Thương", "Một"}
    response = staff_client.get(f"{IMPORT}{job.pk}/dong-loi.xlsx")
    bad = openpyxl.load_workbook(io.BytesIO(response.content))
    rows = list(bad.active.iter_rows(values_only=True))
    assert rows[0] == ("Tên", "Mã", "Loại", "Ghi chú", "Lý do")
    assert rows[1][:4] == ("Hai", None, "Đơn vị trực thuộc", "b")
    assert rows[1][4].startswith("Mã: ")
    bad.active["B2"] = "hai"
    content = io.BytesIO()
    bad.save(content)
    job = confirm(staff_client, upload(staff_client, content.getvalue())).context["job"]
    assert (job.state, job.ignored, results(job)) == ("done", ["Ghi chú"], {"Hai": Result.NEW})


def test_all_or_nothing_can_be_chosen_and_taken_back(staff_client):
    text = "Tên,Mã,Loại\nMột,mot,Đơn vị trực thuộc\nHai,,Đơn vị trực thuộc\n"
    job = upload(staff_client, text, taking="all")
    assert job.state == "refused"
    confirm(staff_client, job)
    assert Agency.objects.count() == 1
    assert choose(staff_client, job, taking="").context["job"].state == "checked"


def test_a_bad_row_leaves_no_trace_on_what_good_rows_change(staff_client, monkeypatch):
    monkeypatch.setattr(CodedAgencyImporter, "required", ("code", "name_vi"))
    AgencyFactory(code="mot", name_vi="Một", role="Chủ trì", kind="unit")
    text = "Tên,Mã,Vai trò\nMột,mot,Phối hợp\n,mot,\nMột hai,mot,\n" + "x" * 400 + ",mot,Khác\n"
    job = upload(staff_client, text)
    assert job.counts == {Result.UPDATED: 2, Result.SAME: 1, Result.REFUSED: 1}
    confirm(staff_client, job)
    kept = Agency.objects.get(code="mot")
    assert (kept.name_vi, kept.role) == ("Một hai", "Phối hợp")


def test_thousands_of_bad_rows_keep_the_page_small_and_are_downloaded_whole(
    staff_client, django_assert_max_num_queries, monkeypatch
):
    lines = ["Tên,Mã,Loại", "Tốt,tot,unit", *(f"Hỏng {n},,unit" for n in range(9_999))]
    job = upload(staff_client, "\n".join(lines))
    assert job.counts == {Result.NEW: 1, Result.REFUSED: 9_999}
    with django_assert_max_num_queries(20):
        page = staff_client.get(f"{IMPORT}{job.pk}/")
    assert len(page.content) < 200_000
    monkeypatch.setattr("core.jobs.AT_ONCE", 10_000)
    content = staff_client.get(f"{IMPORT}{job.pk}/dong-loi.xlsx").content
    bad = openpyxl.load_workbook(io.BytesIO(content), read_only=True).active
    assert sum(1 for _row in bad.iter_rows()) == 10_000
    assert staff_client.get(f"{IMPORT}{job.pk}/bao-cao.csv").content.count(b"\n") == 10_001
    assert confirm(staff_client, job).context["job"].state == "done"
    assert Agency.objects.filter(code="tot").exists()


# --- Two at the same file


def test_the_second_of_two_sees_what_the_first_has_chosen(staff_client):
    job = upload(staff_client, "Tên,Mã,Loại,Thêm\nMột,mot,unit,One\n")
    other, seen = Client(), form_of(staff_client, job)
    first = StaffFactory(is_superuser=True)
    other.force_login(first)
    choose(other, job, **{"column them": "name_en"})
    page = choose(staff_client, job, seen, **{"column them": "role"})
    assert "đã lưu lựa chọn cho tệp này" in read(page)
    assert str(first) in read(page)
    assert "đã chọn “Tên tiếng Anh”, bạn chọn “Vai trò”" in read(page)
    stored = SpreadsheetImport.objects.get(pk=job.pk)
    assert (stored.chosen_by, stored.choices["columns"]) == (first, {"them": "name_en"})
    # What was typed stands in the form that came back: to send it again is a decision.
    form = page.context["form"]
    sent = sent_by(form)
    assert sent["column them"] == "role"
    job = choose(staff_client, job, sent).context["job"]
    assert job.choices["columns"] == {"them": "role"}


def test_what_another_has_chosen_since_is_not_confirmed_unseen(staff_client):
    job = upload(staff_client, "Tên,Mã,Loại,Thêm\nMột,mot,unit,One\n")
    choose(staff_client, job, **{"column them": "name_en"})
    page = confirm(staff_client, job, seen="0")
    assert (page.context["job"].state, "hãy xem lại kết quả mới" in read(page)) == ("checked", True)
    assert confirm(staff_client, job, seen="1").context["job"].state == "done"


def test_a_file_that_is_written_cannot_be_chosen_about(staff_client):
    job = confirm(staff_client, upload(staff_client, "Tên,Mã,Loại\nMột,mot,unit\n")).context["job"]
    page = choose(staff_client, job, {"seen": job.version})
    assert "đang được xử lý hoặc đã nhập xong" in read(page).notices
    SpreadsheetImport.objects.filter(pk=job.pk).update(heard_at=now())
    assert SpreadsheetImport.objects.get(pk=job.pk).state == "done"


# --- What is kept


def test_what_was_decided_names_who_decided(staff_client):
    job = upload(staff_client, "Tên,Mã,Loại,Thêm\nMột,mot,unit,One\n")
    choose(staff_client, job, **{"column them": "name_en"})
    kept = ImportMeaning.objects.get()
    assert (kept.importer, kept.text, kept.meaning) == ("agencies", "them", "name_en")
    assert kept.decided_by == SpreadsheetImport.objects.get().chosen_by
