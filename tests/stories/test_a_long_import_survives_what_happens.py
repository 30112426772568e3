"""Long imports run in the background: progress is seen, nothing is half done or done twice."""

from datetime import timedelta

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from core.imports import jobs, reports
from core.models import Job, SpreadsheetImport
from enterprises.importing import writing
from enterprises.models import Enterprise, Product, SearchEntry
from tests.enterprises.sheets import csv_file
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.people import UserFactory
from tests.pages import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("start_data")]
IMPORT = "/quan-tri/enterprises/enterprise/import/"
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MANY = "Tên,Địa chỉ,Ngành,Sản phẩm\n" + "".join(
    f"Hãng {n:04} Số{n},{n} đường Số {n},Cơ khí,Trục {n}; Bạc {n}\n" for n in range(200)
)


def upload(client: Client, text: str = "Tên,Ngành\nMột,Cơ khí\n") -> SpreadsheetImport:
    page = client.post(IMPORT, {"import_file": csv_file(text)}, follow=True)
    return page.context["job"]


def confirm(client: Client, job: SpreadsheetImport) -> SpreadsheetImport:
    return client.post(f"{IMPORT}{job.pk}/confirm/", follow=True).context["job"]


def silent(job: SpreadsheetImport, state: str) -> SpreadsheetImport:
    """The import as a worker leaves it that was killed in this state."""
    SpreadsheetImport.objects.filter(pk=job.pk).update(
        state=state, heard_at=now() - timedelta(minutes=5)
    )
    job.refresh_from_db()
    return job


def test_many_rows_take_less_than_one_query_each(staff_client, django_assert_max_num_queries):
    job = upload(staff_client, MANY)
    assert (job.state, job.counts["new"]) == ("checked", 200)
    with django_assert_max_num_queries(150):
        job = confirm(staff_client, job)
    assert (job.state, Enterprise.objects.count(), Product.objects.count()) == ("done", 200, 400)
    assert SearchEntry.objects.count() == 200
    assert Enterprise.history.count() == 200
    first = Enterprise.history.get(legal_name="Hãng 0000 Số0")
    assert [row.industry.slug for row in first.industries.all()] == ["co-khi"]
    assert first.history_user is not None


@pytest.mark.django_db(transaction=True)  # the worker opens and closes connections of its own
def test_the_queue_is_worked_off_by_the_worker_and_the_page_shows_how_far(staff_client):
    with override_settings(TASKS=QUEUE):
        job = upload(staff_client)
        page = read(staff_client.get(f"{IMPORT}{job.pk}/"))
        assert job.state == "waiting"
        assert page.root.xpath(".//*[@hx-trigger='every 2s']")
        assert page.root.xpath("//meta[@http-equiv='refresh']")
        call_command("work", once=True)
        job.refresh_from_db()
        assert job.state == "checked"
        assert 'hx-trigger="every 2s"' not in read(staff_client.get(f"{IMPORT}{job.pk}/")).source
        assert confirm(staff_client, job).state == "confirmed"
        assert Enterprise.objects.count() == 0
        call_command("work", once=True)
    assert Enterprise.objects.get().legal_name == "Một"
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


@pytest.mark.django_db(transaction=True)
def test_a_file_that_nobody_confirms_is_forgotten_after_a_month(staff_client):
    kept, _forgotten, done = [upload(staff_client, f"Tên\nHãng {n}\n") for n in range(3)]
    confirm(staff_client, done)
    SpreadsheetImport.objects.exclude(pk=kept.pk).update(heard_at=now() - timedelta(days=31))
    call_command("work", once=True)
    assert set(SpreadsheetImport.objects.all()) == {kept, done}


@pytest.mark.parametrize(
    ("state", "after"), [("checking", "checked"), ("writing", "done"), ("waiting", "checked")]
)
def test_an_import_that_was_cut_off_says_so_and_starts_again(staff_client, state, after):
    job = silent(upload(staff_client), state)
    assert "Bị gián đoạn" in read(staff_client.get(f"{IMPORT}{job.pk}/"))
    again = staff_client.post(f"{IMPORT}{job.pk}/restart/", follow=True).context["job"]
    assert again.state == after
    assert Enterprise.objects.count() == (1 if after == "done" else 0)


def test_an_import_cut_off_after_writing_is_only_made_findable(staff_client):
    job = confirm(staff_client, upload(staff_client))
    SearchEntry.objects.all().delete()
    SpreadsheetImport.objects.update(written=[Enterprise.objects.get().pk])
    job = silent(job, "indexing")
    staff_client.post(f"{IMPORT}{job.pk}/restart/")
    assert (Enterprise.objects.count(), SearchEntry.objects.count()) == (1, 1)


def test_an_import_at_work_is_not_started_a_second_time(staff_client):
    job = upload(staff_client)
    SpreadsheetImport.objects.update(state="writing", heard_at=now())
    page = staff_client.post(f"{IMPORT}{job.pk}/restart/", follow=True)
    assert "không bị gián đoạn" in read(page).notices
    assert Enterprise.objects.count() == 0


def test_what_breaks_half_way_leaves_nothing(staff_client, monkeypatch):
    job = upload(staff_client)

    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr("enterprises.importing.writing._Writer.create_related", broken)
    job = confirm(staff_client, job)
    assert (job.state, Enterprise.objects.count(), Enterprise.history.count()) == ("checked", 0, 0)
    assert "chưa nhập dòng nào" in job.trouble


def test_a_record_edited_while_the_file_is_written_keeps_the_whole_file_out(
    staff_client, monkeypatch
):
    known = EnterpriseFactory(legal_name="Tên cũ", tax_code="0100233488", employees=5)
    job = upload(staff_client, "Tên,MST,Số lao động\nTên cũ,0100233488,80\nHai,,7\n")

    def edited_first(*args):
        Enterprise.objects.get(pk=known.pk).hide("Đã giải thể")
        known.refresh_from_db()
        return write(*args)

    write = writing.write
    monkeypatch.setattr(writing, "write", edited_first)
    job = confirm(staff_client, job)
    known.refresh_from_db()
    assert (known.employees, Enterprise.objects.count()) == (5, 1)
    assert (job.state, job.changed_since) == ("checked", True)


def test_new_doubts_since_the_preview_are_shown_before_anything_is_written(staff_client):
    job = upload(staff_client, "Tên\nGolden Sun Textile\n")
    EnterpriseFactory(legal_name="GOLDEN SUN TEXTILE CO., LTD")
    job = confirm(staff_client, job)
    assert (job.state, job.changed_since, job.counts["doubtful"]) == ("checked", True, 1)
    assert Enterprise.objects.count() == 1
    assert confirm(staff_client, job).state == "done"


def test_a_long_report_is_made_by_the_worker_for_who_may_import(staff_client, monkeypatch):
    monkeypatch.setattr("core.jobs.AT_ONCE", 1)
    job = upload(staff_client, "Tên\nMột\nHai\n")
    assert staff_client.get(f"{IMPORT}{job.pk}/bao-cao.csv").status_code == 302
    made = Job.objects.get()
    assert (made.state, made.file_name) == ("done", f"bao-cao-nhap-{job.pk}.csv")
    assert made.file.read().decode("utf-8-sig").count("Mới") == 2
    wrong = upload(staff_client, "Tên,Điện thoại\nMột,\n,0903111222\n,0903111333\n")
    assert staff_client.get(f"{IMPORT}{wrong.pk}/dong-loi.xlsx").status_code == 302
    assert Job.objects.latest("pk").file_name == f"dong-loi-{wrong.pk}.xlsx"
    made.by = UserFactory()
    with pytest.raises(PermissionDenied):
        reports.run_report(made)


def test_too_many_rows_are_sent_to_the_command(staff_client, monkeypatch):
    monkeypatch.setattr(jobs.check_file, "__defaults__", (2,))
    job = upload(staff_client, "Tên\nMột\nHai\nBa\n")
    assert (job.state, job.trouble) == ("refused", "Tệp có 3 dòng; mỗi lần nhập tối đa 2 dòng.")


def test_the_command_imports_with_a_report_beside_the_file(tmp_path):
    UserFactory(username="an")
    file = tmp_path / "danh-sach.csv"
    file.write_text("Tên,Điện thoại\nMột,903111222\n")
    call_command("import_enterprises", str(file), dry_run=True)
    assert (Enterprise.objects.count(), SpreadsheetImport.objects.count()) == (0, 0)
    call_command("import_enterprises", str(file), user="an")
    assert "0903111222" in (tmp_path / "danh-sach-bao-cao.csv").read_text("utf-8-sig")
    assert Enterprise.history.get().history_user.username == "an"
    assert SpreadsheetImport.objects.get().state == "done"
    assert SearchEntry.objects.count() == 1


def test_the_command_writes_nothing_where_a_row_is_wrong(tmp_path):
    file = tmp_path / "sai.csv"
    file.write_text("Tên,Ngành\nMột,Cơ khí\n,Dệt may\nBa,Trồng trọt\n")
    with pytest.raises(CommandError, match="chưa nhập dòng nào"):
        call_command("import_enterprises", str(file))
    assert Enterprise.objects.count() == 0
    assert "Trồng trọt" in (tmp_path / "sai-bao-cao.csv").read_text("utf-8-sig")
    bad = openpyxl.load_workbook(tmp_path / "sai-dong-loi.xlsx").active
    assert [row[1] for row in bad.iter_rows(values_only=True)] == ["Ngành", "Dệt may"]
    call_command("import_enterprises", str(file), good_rows=True)
    assert set(Enterprise.objects.values_list("legal_name", flat=True)) == {"Một", "Ba"}
