"""The outbox in the back office: how letters fare, never what they say; none stays for ever."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from core import letters
from core.letters import outbox
from core.models import Letter
from tests.factories.people import StaffFactory, allowed, in_group
from tests.pages import read

pytestmark = pytest.mark.django_db
LIST = "/quan-tri/core/letter/"
QUEUE = "/quan-tri/django_tasks_database/dbtaskresult/"
SECRETS = ("binh@example.com", "Thư mật", "Nội dung kín")


@pytest.fixture
def row(settings) -> Letter:
    """A letter that waits for the worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return letters.post(*SECRETS)


def failed(row: Letter) -> Letter:
    row.settle(Letter.State.FAILED, "SMTPRecipientsRefused")
    return row


def test_the_outbox_shows_how_a_letter_fares_and_not_what_it_says(staff_client, row):
    failed(row)
    for address in (LIST, f"{LIST}{row.pk}/change/"):
        page = read(staff_client.get(address))
        assert "b…@example.com" in page
        assert "SMTPRecipientsRefused" in page
        assert "Không gửi được" in page
        for secret in SECRETS:
            assert secret not in page.source


def test_staff_find_a_letter_by_the_whole_address_alone(staff_client, row):
    def found(words: str) -> int:
        return len(staff_client.get(LIST, {"q": words}).context["cl"].result_list)

    assert [found(words) for words in ("Binh@example.com ", "binh@", "example.com")] == [1, 0, 0]
    outbox.send_due()
    assert found("binh@example.com") == 1, "after it has gone too"


def test_a_failed_letter_is_sent_again_by_who_may(client, row):
    failed(row)
    staff = allowed(StaffFactory(), "core.view_letter")
    client.force_login(staff)
    page = f"{LIST}{row.pk}/resend/"
    assert page not in read(client.get(f"{LIST}{row.pk}/change/")).source
    assert client.post(page).status_code == 403
    allowed(staff, "core.resend_letter")
    assert f"{LIST}?state__exact=failed" in read(client.get("/quan-tri/")).addresses
    assert client.post(page).status_code == 302
    outbox.send_due()
    assert [letter.body for letter in mail.outbox] == ["Nội dung kín"]
    assert client.post(page).status_code == 200, "it has gone: nothing to send"
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_many_are_sent_again_at_once(client, row):
    gone = letters.post("an@example.com", "Đã đi", "")
    gone.settle(Letter.State.SENT)
    chosen = [failed(row).pk, gone.pk, failed(letters.post("chi@example.com", "Thư", "")).pk]
    staff = allowed(StaffFactory(), "core.view_letter")
    client.force_login(staff)
    action = {"action": "resend_chosen", "_selected_action": chosen}
    client.post(LIST, action)
    assert Letter.objects.failed().count() == 2, "who may only look sends nothing"
    allowed(staff, "core.resend_letter")
    page = client.post(LIST, action, follow=True)
    assert "Sẽ gửi lại 2 thư." in read(page).notices
    assert Letter.objects.due().count() == 2
    gone.refresh_from_db()
    assert gone.state == "sent"


def test_the_departments_staff_may_and_others_may_not(client, row, start_data):
    client.force_login(in_group(StaffFactory(), "Cán bộ Sở Công Thương"))
    assert client.get(LIST).status_code == 200
    assert client.get("/quan-tri/core/suppressedaddress/").status_code == 200
    client.force_login(StaffFactory())
    for address in (LIST, f"{LIST}{row.pk}/change/", "/quan-tri/core/suppressedaddress/", QUEUE):
        assert client.get(address).status_code == 403


def test_the_queue_shows_that_there_is_work_and_not_what_it_was_given(staff_client, row):
    task = DBTaskResult.objects.create(
        args_kwargs={"args": ["Điều kín"], "kwargs": {}},
        task_path="core.imports.tasks.check_import",
        run_after=now(),
        backend_name="default",
        traceback="Điều kín",
        status="FAILED",
    )
    for address in (QUEUE, f"{QUEUE}{task.pk}/change/"):
        assert "Điều kín" not in read(staff_client.get(address)).source


@pytest.mark.parametrize("state", ["sent", "failed", "stopped"])
def test_what_is_over_is_forgotten_after_a_month(row, clock, state):
    row.settle(state)
    clock.advance(days=29)
    letters.forget_old()
    assert Letter.objects.exists()
    clock.advance(days=2)
    letters.forget_old()
    assert not Letter.objects.exists()


def test_what_waits_is_never_forgotten(row):
    Letter.objects.update(due=now() - timedelta(days=100))
    letters.forget_old()
    assert Letter.objects.exists()
