"""Letters in the queue: nobody reads them there, and none stays for ever."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from core.letters import forget_undelivered, send
from tests.factories.people import StaffFactory
from tests.pages import read

pytestmark = pytest.mark.django_db
QUEUE = "/quan-tri/django_tasks_database/dbtaskresult/"
LETTER = ("binh@example.com", "Thư mật", "Nội dung kín")


@pytest.fixture
def row(settings, transactional_db) -> DBTaskResult:
    """A letter that waits for the worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    send.enqueue(*LETTER)
    return DBTaskResult.objects.get()


def test_the_queue_shows_that_there_is_a_letter_and_not_what_it_says(staff_client, row):
    assert LETTER[1] in str(row.args_kwargs)
    DBTaskResult.objects.update(traceback=LETTER[0], status="FAILED")
    for address in (QUEUE, f"{QUEUE}{row.pk}/change/"):
        page = staff_client.get(address)
        assert page.status_code == 200
        for secret in LETTER:
            assert secret not in read(page).source


def test_the_queue_is_not_for_everyone_in_the_back_office(client, row):
    client.force_login(StaffFactory())
    assert client.get(QUEUE).status_code == 403


def test_a_letter_that_no_server_took_is_forgotten_after_a_month(row):
    old = now() - timedelta(days=31)
    DBTaskResult.objects.update(status="FAILED", finished_at=now() - timedelta(days=29))
    forget_undelivered()
    assert DBTaskResult.objects.exists()
    DBTaskResult.objects.update(task_path="other.work", finished_at=old)
    forget_undelivered()
    assert DBTaskResult.objects.exists()
    DBTaskResult.objects.update(task_path=send.module_path)
    forget_undelivered()
    assert not DBTaskResult.objects.exists()
