"""A citizen follows a task by e-mail, is told of each accepted report once, and ends it at will."""

import re

import pytest
from django.core import mail
from django.test import Client

from programme.models import Subscription
from tests.factories.people import UserFactory
from tests.factories.programme import (
    AgencyFactory,
    ReportingProgrammeFactory,
    TaskFactory,
    TaskGroupFactory,
)
from tests.factories.reports import ReportFactory
from tests.pages import read

pytestmark = pytest.mark.django_db
PAGE = "/chuong-trinh/chuong-trinh-bao-cao/nhiem-vu/1.1/"


@pytest.fixture(autouse=True)
def portal(settings):
    settings.PORTAL_URL = "https://cnht.example"


@pytest.fixture
def report():
    group = TaskGroupFactory(programme=ReportingProgrammeFactory())
    lead = AgencyFactory(name_vi="Sở Công Thương", name_en="Department of Industry and Trade")
    task = TaskFactory(group=group, position=1, lead=lead, content_vi="Kết nối cung cầu")
    return ReportFactory(task=task, agency=lead)


def links_of(letter) -> list[str]:
    """The addresses in a letter, as the portal's own paths, without that of every such letter."""
    found = re.findall(r"https://cnht\.example(\S+)", letter.body)
    return [link for link in found if not re.match("(/ngung-nhan-thu|/en/stop-letters)/", link)]


def follow(client, path: str = PAGE, name: str = "theo-doi") -> None:
    """Ask, open the letter's link and press the button."""
    client.post(f"{path}{name}/", {"email": "dan@example.com"})
    [link] = links_of(mail.outbox.pop())
    assert name == "follow" or "Xác nhận" in read(client.get(link))
    client.post(link)


def accept(report) -> None:
    report.submit(UserFactory())
    report.accept(UserFactory())


def test_from_the_task_page_to_the_letter_and_out_again(client, report):
    [form] = {link for link in read(client.get(PAGE)).addresses if link.endswith("theo-doi/")}
    answer = client.post(form, {"email": "Dan@Example.com"}, follow=True)
    assert "Hãy mở thư và bấm nút xác nhận" in read(answer).notices
    [letter] = mail.outbox
    assert letter.to == ["dan@example.com"]
    assert letter.subject == "Xác nhận theo dõi: Nhiệm vụ 1.1, Chương trình 2026–2030"
    [link] = links_of(letter)

    # A mail program that looks at links by itself confirms nothing.
    assert "Gửi thư tới dan@example.com" in read(client.get(link))
    assert Subscription.objects.get().confirmed_at is None
    assert "Bạn đang theo dõi: Nhiệm vụ 1.1" in read(client.post(link)).notices

    mail.outbox.clear()
    accept(report)
    [letter] = mail.outbox
    assert letter.subject == "Đã tiếp nhận báo cáo quý I năm 2026, nhiệm vụ 1.1"
    for said in ("Sở Công Thương về nhiệm vụ 1.1:", "Kết nối cung cầu", "Tiến độ: 40%"):
        assert said in letter.body
    page, end = links_of(letter)
    assert page == f"{PAGE}#bao-cao-{report.pk}"
    assert f"bao-cao-{report.pk}" in read(client.get(PAGE)).by_id

    assert "dan@example.com đang nhận thư" in read(client.get(end))
    assert Subscription.objects.exists()
    assert "không còn thư nào được gửi" in read(client.post(end)).notices
    assert not Subscription.objects.exists()
    assert client.post(end).status_code == 200, "a second click finds it done"
    assert client.get(link).status_code == 404


def test_a_mail_program_ends_it_with_one_click(client, report):
    follow(client)
    accept(report)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>")
    assert address.startswith("https://cnht.example/")
    program = Client(enforce_csrf_checks=True)
    path = address.removeprefix("https://cnht.example")
    answer = program.post(path, "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert not Subscription.objects.exists()


def test_a_corrected_report_is_told_as_its_second_version(client, report):
    follow(client)
    accept(report)
    report.unlock("Sai số liệu.", UserFactory())
    report.results = "Đã tổ chức 03 hội nghị."
    report.save()
    accept(report)
    first, second = mail.outbox
    assert "bản tiếp nhận lần" not in first.body
    assert "Đây là bản tiếp nhận lần 2, thay cho bản trước." in second.body
    assert "Đã tổ chức 03 hội nghị." in second.body
    old_end = links_of(first)[1]
    client.post(old_end)
    assert not Subscription.objects.exists(), "the link of an old letter still ends it"


def test_who_follows_the_programme_hears_of_every_task(client, report):
    follow(client, "/chuong-trinh/chuong-trinh-bao-cao/")
    other = TaskFactory(group=report.task.group, position=2)
    accept(report)
    accept(ReportFactory(task=other))
    assert [letter.subject[-3:] for letter in mail.outbox] == ["1.1", "1.2"]


def test_an_english_reader_is_written_to_in_english(client, report):
    follow(client, "/en/programme/chuong-trinh-bao-cao/tasks/1.1/", "follow")
    accept(report)
    [letter] = mail.outbox
    assert letter.subject == "Report accepted: quarter I of 2026, task 1.1"
    assert "Department of Industry and Trade" in letter.body
    assert all(link.startswith("/en/programme/") for link in links_of(letter))
    assert "Stop receiving letters" in read(client.get(links_of(letter)[1])).buttons


def test_a_returned_report_is_nobodys_news(client, report):
    follow(client)
    report.submit(UserFactory())
    report.return_with("Thiếu số liệu.", UserFactory())
    assert mail.outbox == []
