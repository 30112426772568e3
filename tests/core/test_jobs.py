"""Exports and bulk actions of many records run in the worker, for who asked and nobody else."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.utils.timezone import now

from core import jobs
from core.files.documents import private_storage
from core.models import Job
from core.models.jobs import JOB_SILENT, KEPT
from enterprises.models import Enterprise
from tests.factories.enterprises import EnterpriseFactory, PendingEnterpriseFactory
from tests.factories.people import StaffFactory, SuperuserFactory, allowed
from tests.pages import read

pytestmark = pytest.mark.django_db
LIST = "/quan-tri/enterprises/enterprise/"
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
State = Job.State
CSV, XLSX = "1", "0"


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch) -> None:
    """Two records are as many as a request waits for."""
    monkeypatch.setattr(jobs, "AT_ONCE", 2)


def export(client: Client, file_format: str = CSV, query: str = ""):
    return client.post(f"{LIST}export/{query}", {"format": file_format, "resource": "0"})


def act(client: Client, action: str, *records: Enterprise):
    chosen = {"action": action, "_selected_action": [record.pk for record in records]}
    return client.post(LIST, chosen, follow=True)


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def file_of(client: Client, job: Job) -> bytes:
    return b"".join(client.get(f"/quan-tri/viec/{job.pk}/tep/").streaming_content)


# --- Exports


def test_a_long_export_holds_what_a_short_one_holds(staff_client, monkeypatch):
    for number in range(5):
        EnterpriseFactory(legal_name=f"Công ty {number}", products=["Trục"])
    page = export(staff_client)
    job = Job.objects.get()
    assert page["Location"] == f"/quan-tri/viec/{job.pk}/"
    assert (job.state, job.done, job.total) == (State.DONE, 5, 5)
    monkeypatch.setattr(jobs, "AT_ONCE", 500)
    short = export(staff_client)
    assert rows(file_of(staff_client, job)) == rows(short.content)
    assert len(rows(short.content)) == 6
    assert job.file_name == short["Content-Disposition"].split('"')[1]


def test_a_filter_and_a_spreadsheet_come_through_the_worker(staff_client):
    EnterpriseFactory.create_batch(3)
    PendingEnterpriseFactory.create_batch(3)
    export(staff_client, XLSX, "?state__exact=pending")
    job = Job.objects.get()
    assert job.total == 3
    assert file_of(staff_client, job).startswith(b"PK")


def test_a_short_export_stays_as_it_was(staff_client):
    EnterpriseFactory.create_batch(2)
    page = export(staff_client)
    assert page["Content-Disposition"].startswith("attachment")
    assert not Job.objects.exists()


def test_only_who_asked_sees_a_job_and_its_file(staff_client):
    EnterpriseFactory.create_batch(3)
    export(staff_client)
    job = Job.objects.get()
    pages = [f"/quan-tri/viec/{job.pk}/", f"/quan-tri/viec/{job.pk}/tep/"]
    assert [staff_client.get(page).status_code for page in pages] == [200, 200]
    assert "no-store" in staff_client.get(pages[1])["Cache-Control"]
    assert job.title in read(staff_client.get("/quan-tri/viec/")).source
    other = Client()
    other.force_login(SuperuserFactory())
    assert [other.get(page).status_code for page in pages] == [404, 404]
    assert other.post(f"{pages[0]}lam-lai/").status_code == 404
    assert job.title not in read(other.get("/quan-tri/viec/")).source
    other.logout()
    assert [other.get(page).status_code for page in pages] == [302, 302]


def test_a_file_waits_a_day(staff_client, clock):
    EnterpriseFactory.create_batch(3)
    export(staff_client)
    job = Job.objects.get()
    Job.objects.update(heard_at=now() - KEPT + timedelta(minutes=1))
    Job.drop_expired()
    assert file_of(staff_client, job)
    Job.objects.update(heard_at=now() - KEPT - timedelta(minutes=1))
    assert staff_client.get(f"/quan-tri/viec/{job.pk}/tep/").status_code == 404
    assert private_storage().exists(job.file.name)
    Job.drop_expired()
    assert not Job.objects.exists()
    assert not private_storage().exists(job.file.name)


def test_who_has_lost_the_right_meanwhile_gets_nothing(client):
    EnterpriseFactory.create_batch(3)
    staff = allowed(StaffFactory(), "enterprises.view_enterprise")
    client.force_login(staff)
    with override_settings(TASKS=QUEUE):
        export(client)
        staff.user_permissions.clear()
        staff.groups.clear()
        jobs.run_job.call(Job.objects.get().pk)
    job = Job.objects.get()
    assert (job.state, job.told) == (State.FAILED, ["Bạn không còn quyền làm việc này."])
    assert not job.file


# --- Waiting, again, too many


@pytest.mark.django_db(transaction=True)  # the worker opens and closes connections of its own
def test_the_page_shows_how_far_it_is_and_the_worker_does_it(staff_client):
    EnterpriseFactory.create_batch(3)
    with override_settings(TASKS=QUEUE):
        address = export(staff_client)["Location"]
        page = read(staff_client.get(address))
        assert page.root.xpath(".//*[@hx-trigger='every 2s']")
        assert "0/3 bản ghi" in page.source
        assert "Việc của bạn chạy nền" in read(staff_client.get("/quan-tri/")).source
        call_command("work", once=True)
    page = read(staff_client.get(address))
    assert not page.root.xpath(".//*[@hx-trigger='every 2s']")
    assert "Tải tệp" in page.source


def test_the_same_twice_is_one_job_and_six_are_too_many(staff_client, monkeypatch):
    EnterpriseFactory.create_batch(8)
    with override_settings(TASKS=QUEUE):
        first, again = export(staff_client), export(staff_client)
        assert first["Location"] == again["Location"]
        keys = list(Enterprise.objects.values_list("pk", flat=True))
        for number in range(3, 7):
            act(staff_client, "publish", *Enterprise.objects.filter(pk__in=keys[:number]))
        assert Job.objects.count() == jobs.MAX_WAITING
        page = export(staff_client, XLSX)
        assert page["Location"] == f"{LIST}export/"
        assert "5 việc chưa xong" in read(staff_client.get(page["Location"])).notices
        assert Job.objects.count() == jobs.MAX_WAITING


def test_a_killed_job_is_done_again_by_who_asked(staff_client):
    EnterpriseFactory.create_batch(3)
    with override_settings(TASKS=QUEUE):
        address = export(staff_client)["Location"]
    job = Job.objects.get()
    assert job.change_state(State.WAITING, to=State.WORKING)
    assert (
        "không bị gián đoạn" in read(staff_client.post(f"{address}lam-lai/", follow=True)).notices
    )
    Job.objects.update(heard_at=now() - JOB_SILENT - timedelta(seconds=1))
    assert "Bị gián đoạn" in read(staff_client.get(address)).source
    staff_client.post(f"{address}lam-lai/")
    job.refresh_from_db()
    assert (job.state, job.attempt) == (State.DONE, 1)


def test_work_of_a_killed_worker_that_is_given_out_again_is_done(staff_client):
    records = PendingEnterpriseFactory.create_batch(3)
    with override_settings(TASKS=QUEUE):
        act(staff_client, "publish", *records)
    job = Job.objects.get()
    job.change_state(State.WAITING, to=State.WORKING)
    jobs.run_job.call(job.pk)
    assert not Enterprise.objects.published().exists(), "another worker does it"
    Job.objects.update(heard_at=now() - JOB_SILENT - timedelta(seconds=1))
    jobs.run_job.call(job.pk)
    assert Enterprise.objects.published().count() == 3


@pytest.mark.parametrize("state", [State.WAITING, State.WORKING])
def test_a_worker_that_was_taken_for_dead_writes_nothing(staff_client, monkeypatch, state):
    records = PendingEnterpriseFactory.create_batch(3)
    with override_settings(TASKS=QUEUE):
        act(staff_client, "publish", *records)
        late = Job.objects.get()
        seen = late.report_progress

        def overtaken(done: int) -> None:
            Job.objects.update(attempt=1, state=state)
            seen(done)

        monkeypatch.setattr(Job, "report_progress", lambda job, done: overtaken(done))
        jobs.run_job.call(late.pk)
        assert not Enterprise.objects.published().exists()


def test_what_goes_wrong_is_said_and_may_be_tried_again(staff_client, monkeypatch):
    records = PendingEnterpriseFactory.create_batch(3)
    with override_settings(TASKS=QUEUE):
        act(staff_client, "publish", *records)
        job = Job.objects.get()
        with monkeypatch.context() as broken:
            broken.setattr("enterprises.admin.enterprise.reindex_all", None)
            with pytest.raises(TypeError):
                jobs.run_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, Enterprise.objects.published().count()) == (State.FAILED, 0)
    page = read(staff_client.get(f"/quan-tri/viec/{job.pk}/"))
    assert "chưa có gì thay đổi" in page.source
    staff_client.post(f"/quan-tri/viec/{job.pk}/lam-lai/")
    assert Enterprise.objects.published().count() == 3


# --- Bulk actions


def test_many_are_published_by_the_worker_in_the_name_of_who_asked(staff_client):
    records = PendingEnterpriseFactory.create_batch(4)
    page = act(staff_client, "publish", *records)
    job = Job.objects.get()
    assert page.redirect_chain[-1][0] == f"/quan-tri/viec/{job.pk}/"
    assert job.told == ["Đã thực hiện với 4 bản ghi."]
    assert Enterprise.objects.published().count() == 4
    last = records[0].history.first()
    assert last.history_user == job.by


def test_what_is_left_out_is_told_with_its_reason(staff_client, monkeypatch):
    kept = PendingEnterpriseFactory()
    drafts = EnterpriseFactory.create_batch(2, state=Enterprise.State.DRAFT)
    gone = EnterpriseFactory(merged_into=kept, state=Enterprise.State.HIDDEN)
    for most in (500, 2):
        monkeypatch.setattr(jobs, "AT_ONCE", most)
        page = act(staff_client, "publish", kept, *drafts, gone)
        text = read(page).source
        assert "Đã thực hiện với 1 bản ghi." in text
        assert "2 bản ghi giữ nguyên: " in text
        assert "1 bản ghi giữ nguyên: Bản ghi này đã gộp vào bản ghi khác." in text
    assert list(Enterprise.objects.published()) == [kept]


def test_who_may_not_change_records_publishes_none(client):
    records = PendingEnterpriseFactory.create_batch(3)
    client.force_login(allowed(StaffFactory(), "enterprises.view_enterprise"))
    act(client, "publish", *records)
    assert not Job.objects.exists()
    assert not Enterprise.objects.published().exists()


def test_so_many_that_nobody_reads_their_names_are_not_deleted(staff_client):
    records = PendingEnterpriseFactory.create_batch(3)
    page = act(staff_client, "delete_selected", *records)
    assert "nhiều nhất 2 bản ghi" in read(page).notices
    asked = read(act(staff_client, "delete_selected", *records[:2]))
    assert "Xóa doanh nghiệp đã chọn?" in asked.source
    assert Enterprise.objects.count() == 3


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
def test_others_see_how_far_a_transaction_is(staff_client, monkeypatch):
    records = PendingEnterpriseFactory.create_batch(5)
    with override_settings(TASKS=QUEUE):
        act(staff_client, "publish", *records)
    job, seen, report = Job.objects.get(), [], Job.report_progress

    def reported(self, done: int) -> None:
        report(self, done)
        seen.append(Job.objects.get().done)

    monkeypatch.setattr(Job, "report_progress", reported)
    monkeypatch.setattr(
        "core.backoffice.bulk.batches", lambda keys: [keys[:2], keys[2:4], keys[4:]]
    )
    jobs.run_job.call(job.pk)
    assert seen == [2, 4, 5]
