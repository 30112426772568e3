"""Story: officials hear by letter of work that has come in for them, as they have chosen."""

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.urls import reverse

from accounts.work_letters import send_at_once, send_daily
from programme.models import Report
from tests.factories.people import StaffFactory, UserFactory
from tests.factories.programme import ReportingProgrammeFactory
from tests.factories.reports import SubmittedReportFactory, at_work, department, task_of
from tests.pages import read

pytestmark = pytest.mark.django_db
CHOICE = reverse("account_work_letters")


@pytest.fixture
def task():
    return task_of(ReportingProgrammeFactory())


def letters_to(user) -> list[EmailMessage]:
    return [sent for sent in mail.outbox if user.email in sent.to]


def test_one_letter_a_day_names_what_waits_and_only_what_is_new_brings_another(task):
    doit = department()
    SubmittedReportFactory.create_batch(2, task=task)
    send_daily()
    send_daily()
    (first,) = letters_to(doit)
    assert "* Báo cáo quý chờ tiếp nhận: 2" in first.body
    assert reverse("admin:programme_report_changelist") in first.body
    SubmittedReportFactory(task=task)
    assert send_at_once() == 0
    send_daily()
    assert "* Báo cáo quý chờ tiếp nhận: 3" in letters_to(doit)[1].body


def test_work_that_is_done_brings_no_letter(task):
    doit = department()
    SubmittedReportFactory.create_batch(2, task=task)
    send_daily()
    Report.objects.first().accept(StaffFactory())
    send_daily()
    assert len(letters_to(doit)) == 1


def test_staff_choose_at_once_or_none_on_their_account_page(task):
    doit = department()
    client = at_work(doit)
    assert CHOICE in read(client.get(reverse("account_home"))).addresses
    client.post(CHOICE, {"work_letters": "at_once"})
    SubmittedReportFactory(task=task)
    send_daily()
    assert letters_to(doit) == []
    send_at_once()
    assert len(letters_to(doit)) == 1
    client.post(CHOICE, {"work_letters": "none"})
    SubmittedReportFactory(task=task)
    send_daily()
    send_at_once()
    assert len(letters_to(doit)) == 1


def test_nobody_hears_of_work_that_is_not_theirs(task):
    clerk = StaffFactory()
    SubmittedReportFactory(task=task)
    send_daily()
    assert letters_to(clerk) == []
    assert at_work(UserFactory()).get(CHOICE).status_code == 403
