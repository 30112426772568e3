"""Feeds, cards and subscriptions at their edges: limits, secrets, what is and is not given away."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from accounts.closure import close_account
from accounts.personal_data import all_about
from core.letters.tokens import digest_of
from core.worker import daily
from programme.following.letters import tell_followers
from programme.following.views import FOLLOW
from programme.models import Subscription, SubscriptionLetter
from programme.models.subscriptions import MAX_UNCONFIRMED
from tests.factories.people import UserFactory
from tests.factories.programme import (
    AgencyFactory,
    OfficerFactory,
    ReportingProgrammeFactory,
    SecondProgrammeFactory,
    SubscriptionFactory,
    TaskFactory,
    TaskGroupFactory,
    UnconfirmedSubscriptionFactory,
)
from tests.factories.reports import AcceptedReportFactory, ReportFactory
from tests.pages import read

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
TASK = "/chuong-trinh/chuong-trinh-bao-cao/nhiem-vu/1.1/"


@pytest.fixture
def task():
    group = TaskGroupFactory(programme=ReportingProgrammeFactory())
    return TaskFactory(group=group, position=1)


@pytest.fixture
def queue(settings):
    """The queue in the database, which a worker empties."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return DBTaskResult.objects


def entries(client, path: str) -> list[ET.Element]:
    answer = client.get(path)
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314 -- our own feed


@transaction.atomic
def accept_in_vain(report) -> None:
    report.accept(UserFactory())
    raise RuntimeError("something fails in the same transaction")


def follow(client, email: str, path: str = TASK, **more):
    return client.post(f"{path}theo-doi/", {"email": email, **more})


class TestFeeds:
    def test_a_tasks_feed_holds_its_reports_and_the_programmes_all(self, client, task):
        other = TaskFactory(group=task.group, position=2)
        mine, theirs = AcceptedReportFactory(task=task), AcceptedReportFactory(task=other)
        ReportFactory(task=task, agency=AgencyFactory(), results="Chưa công bố")
        titles = [e.findtext(f"{ATOM}title") for e in entries(client, f"{TASK}bao-cao.atom")]
        assert titles == [f"Quý I năm 2026, nhiệm vụ 1.1: {mine.agency}"]
        links = [
            e.find(f"{ATOM}link").get("href")
            for e in entries(client, "/chuong-trinh/chuong-trinh-bao-cao/bao-cao.atom")
        ]
        assert links == [
            f"http://testserver{report.get_absolute_url()}" for report in (theirs, mine)
        ]

    def test_an_entry_shows_text_as_text_and_no_character_breaks_it(self, client, task):
        AcceptedReportFactory(task=task, results="Đã họp <script>\x0b & ký.")
        [entry] = entries(client, f"{TASK}bao-cao.atom")
        assert entry.findtext(f"{ATOM}summary") == "<p>Đã họp &lt;script&gt; &amp; ký.</p>"

    def test_a_report_accepted_anew_is_a_new_entry(self, client, task):
        report = AcceptedReportFactory(task=task)
        [before] = entries(client, f"{TASK}bao-cao.atom")
        by = UserFactory()
        report.unlock("Sai", by)
        assert entries(client, f"{TASK}bao-cao.atom") == []
        report.submit(by)
        report.accept(UserFactory())
        [after] = entries(client, f"{TASK}bao-cao.atom")
        assert before.findtext(f"{ATOM}id") != after.findtext(f"{ATOM}id")

    def test_ids_outlive_addresses(self, client, task, settings):
        AcceptedReportFactory(task=task)

        def ids(programme: str) -> list[str]:
            answer = client.get(f"/chuong-trinh/{programme}/bao-cao.atom")
            root = ET.fromstring(answer.content)  # noqa: S314 -- our own feed
            return [each.text for each in root.iter(f"{ATOM}id")]

        before = ids("chuong-trinh-bao-cao")
        settings.PORTAL_URL, settings.ALLOWED_HOSTS = "https://moi.example.vn", ["moi.example.vn"]
        client.defaults["HTTP_HOST"] = "moi.example.vn"
        type(task.programme).objects.update(slug="dia-chi-moi")
        assert ids("dia-chi-moi") == before
        assert len({*before}) == 2
        assert all(each.startswith("urn:uuid:") for each in before)

    def test_there_is_one_in_each_language_and_for_each_programme(self, client, task):
        AcceptedReportFactory(task=task)
        [entry] = entries(client, "/en/programme/chuong-trinh-bao-cao/tasks/1.1/reports.atom")
        assert entry.findtext(f"{ATOM}title").startswith("Quarter I of 2026, task 1.1")
        SecondProgrammeFactory()
        assert entries(client, "/chuong-trinh/chuong-trinh-2026-2030/bao-cao.atom") == []

    @pytest.mark.parametrize("name", ["bao-cao.atom", "the-tinh-trang/", "theo-doi/"])
    def test_what_does_not_exist_cannot_be_followed(self, client, task, name):
        assert (
            client.get(f"/chuong-trinh/chuong-trinh-bao-cao/nhiem-vu/9.9/{name}").status_code == 404
        )
        assert client.get(f"/chuong-trinh/khong-co/{name}").status_code == 404

    @pytest.mark.parametrize("path", ["/chuong-trinh/chuong-trinh-bao-cao/", TASK])
    def test_a_page_names_its_feed_form_and_card(self, client, task, path):
        text = read(client.get(path))
        [feed] = text.root.xpath("//link[@type='application/atom+xml']")
        assert (feed.get("rel"), feed.get("href")) == ("alternate", f"{path}bao-cao.atom")
        assert feed.get("title")
        assert f"{path}bao-cao.atom" in text.addresses
        assert f"{path}theo-doi/" in text.addresses
        frame = f'<iframe src="http://testserver{path}the-tinh-trang/" title="'
        assert text.fields["Chép đoạn mã này vào trang của bạn"].startswith(frame)


class TestCards:
    def test_a_card_may_stand_in_a_frame_and_no_other_page(self, client, task):
        for path in ("/chuong-trinh/chuong-trinh-bao-cao/", TASK):
            card, page = client.get(f"{path}the-tinh-trang/"), client.get(path)
            assert "frame-ancestors *" in card["Content-Security-Policy"]
            assert "default-src 'self'" in card["Content-Security-Policy"]
            assert "X-Frame-Options" not in card
            assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
            assert page["X-Frame-Options"] == "DENY"

    def test_a_card_has_no_script_form_or_cookie_and_may_be_kept(self, client, task):
        card = client.get(f"{TASK}the-tinh-trang/")
        text = read(card)
        assert "<script" not in text.source
        assert "<form" not in text.source
        assert not card.cookies
        assert "public" in card["Cache-Control"]

    def test_it_tells_status_and_the_leads_latest_report(self, client, task):
        assert "Chưa có báo cáo quý nào" in read(client.get(f"{TASK}the-tinh-trang/"))
        AcceptedReportFactory(task=task, agency=AgencyFactory())
        AcceptedReportFactory(task=task, quarter=2, role="coordinating", progress=99)
        text = read(client.get(f"{TASK}the-tinh-trang/"))
        assert "Đang thực hiện" in text
        assert "Báo cáo gần nhất: quý I năm 2026. Tiến độ 40%." in text

    def test_made_up_data_says_so(self, client, task):
        programme = task.programme
        type(programme).objects.update(is_demo=True, is_main=False)
        card = f"/chuong-trinh/{programme.slug}/nhiem-vu/{task.number}/the-tinh-trang/"
        assert "Dữ liệu minh họa" in read(client.get(card)).heading


@pytest.mark.parametrize("name", ["bao-cao.atom", "the-tinh-trang/", "theo-doi/"])
@pytest.mark.parametrize("path", ["/chuong-trinh/chuong-trinh-bao-cao/", TASK])
def test_what_follows_takes_as_many_queries_for_many_reports(client, task, path, name):
    def grow(number: int) -> None:
        for _number in range(number):
            AcceptedReportFactory(task=task, agency=AgencyFactory())

    grow(1)
    with CaptureQueriesContext(connection) as few:
        client.get(path + name)
    grow(5)
    with CaptureQueriesContext(connection) as many:
        client.get(path + name)
    assert len(many) == len(few) <= 5


class TestAsking:
    def test_every_address_gets_the_same_answer(self, client, task):
        SubscriptionFactory(programme=task.programme, task_number="1.1", email="cu@example.com")
        answers = [follow(client, email) for email in ("moi@example.com", "cu@example.com")]
        assert {answer["Location"] for answer in answers} == {f"{TASK}theo-doi/?da-gui=1"}
        sent = read(client.get(answers[0]["Location"]))
        assert "bạn sẽ nhận được thư xác nhận" in sent.notices

    @pytest.mark.parametrize(
        ("email", "message"),
        [("", "Hãy nhập địa chỉ"), ("khong-phai", "chưa đúng"), ("a" * 250 + "@a.vn", "254")],
    )
    def test_a_wrong_address_is_told_at_the_field_and_kept(self, client, task, email, message):
        answer = follow(client, email)
        assert answer.status_code == 200
        assert message in read(answer).errors["Thư điện tử của bạn"]
        assert read(answer).form("email")["email"] == email
        assert mail.outbox == []

    def test_a_machine_that_fills_in_everything_gets_thanks_and_nothing_else(self, client, task):
        answer = follow(client, "may@example.com", website="http://spam.example")
        assert answer.status_code == 302
        assert not Subscription.objects.exists()
        assert mail.outbox == []

    def test_one_letter_an_hour_however_often_it_is_asked(self, client, task):
        for email in ("doc@example.com", "DOC@example.com "):
            follow(client, email)
        assert len(mail.outbox) == 1
        Subscription.objects.update(asked_at=now() - timedelta(hours=1, minutes=1))
        follow(client, "doc@example.com")
        assert len(mail.outbox) == 2
        assert Subscription.objects.count() == 1

    def test_an_address_that_agrees_to_nothing_is_left_in_peace(self, client, task):
        for number in range(MAX_UNCONFIRMED):
            UnconfirmedSubscriptionFactory(
                programme=task.programme,
                task_number=f"2.{number}",
                email="doc@example.com",
                digest=str(number),
            )
        follow(client, "doc@example.com")
        assert mail.outbox == []

    def test_one_place_cannot_cause_letters_without_end(self, client, task, monkeypatch):
        monkeypatch.setattr(FOLLOW, "rate", "3/h/ip")
        codes = [follow(client, f"doc-{n}@example.com").status_code for n in range(4)]
        assert codes == [302, 302, 302, 429]
        assert len(mail.outbox) == 3

    def test_the_form_is_guarded_against_other_sites(self, task):
        client = Client(enforce_csrf_checks=True)
        assert follow(client, "doc@example.com").status_code == 403


class TestSecrets:
    def test_only_digests_are_kept(self, client, task):
        follow(client, "doc@example.com")
        subscription = Subscription.objects.get()
        token = mail.outbox[0].body.split("/xac-nhan/")[1].split("/")[0]
        assert subscription.digest == digest_of(token)
        assert token not in str(Subscription.objects.values())

    @pytest.mark.parametrize("page", ["xac-nhan", "ngung"])
    def test_an_unknown_link_gives_nothing_away(self, client, task, page):
        answer = client.get(f"/chuong-trinh/theo-doi/{page}/khong-co/")
        assert "@" not in read(answer)
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"

    def test_who_has_not_confirmed_gets_no_letter_and_is_forgotten(self, client, task):
        waiting = UnconfirmedSubscriptionFactory(programme=task.programme)
        AcceptedReportFactory(task=task)
        assert mail.outbox == []
        assert Subscription.drop_unconfirmed in daily._jobs
        Subscription.drop_unconfirmed()
        assert Subscription.objects.filter(pk=waiting.pk).exists()
        Subscription.objects.update(asked_at=now() - timedelta(days=3, hours=1))
        Subscription.drop_unconfirmed()
        assert not Subscription.objects.exists()


class TestLettersToFollowers:
    def test_an_address_that_follows_both_gets_one_letter(self, task):
        for number in ("", "1.1"):
            SubscriptionFactory(
                programme=task.programme,
                task_number=number,
                email="doc@example.com",
                digest=number,
            )
        SubscriptionFactory(programme=task.programme, task_number="1.2")
        SubscriptionFactory(programme=SecondProgrammeFactory())
        AcceptedReportFactory(task=task)
        assert [letter.to for letter in mail.outbox] == [["doc@example.com"]]
        assert "Nhiệm vụ 1.1" in mail.outbox[0].body

    def test_telling_again_tells_nobody_twice_and_whom_it_missed(self, task):
        first = SubscriptionFactory(programme=task.programme)
        report = AcceptedReportFactory(task=task)
        version = report.versions.last()
        tell_followers.enqueue(version.pk)
        assert len(mail.outbox) == 1
        SubscriptionFactory(programme=task.programme, confirmed_at=version.at)
        SubscriptionFactory(programme=task.programme)  # confirmed after the report was accepted
        tell_followers.enqueue(version.pk)
        assert len(mail.outbox) == 2
        assert SubscriptionLetter.objects.filter(subscription=first).count() == 1

    def test_a_report_that_was_opened_before_the_worker_came_is_not_told(self, task):
        report = AcceptedReportFactory(task=task)
        report.unlock("Sai", UserFactory())
        SubscriptionFactory(programme=task.programme, confirmed_at=now() - timedelta(days=1))
        tell_followers.enqueue(report.versions.get(event="accepted").pk)
        assert mail.outbox == []

    @pytest.mark.django_db(transaction=True)
    def test_what_is_to_be_told_stands_in_the_queue_with_the_acceptance(self, task, queue):
        SubscriptionFactory(programme=task.programme)
        report = ReportFactory(task=task)
        report.submit(UserFactory())
        with pytest.raises(RuntimeError):
            accept_in_vain(report)
        assert not queue.exists()
        report.accept(UserFactory())
        assert queue.get().task_path.endswith("tell_followers")
        call_command("work", "--once")
        assert len(mail.outbox) == 1


def test_an_account_is_told_what_its_address_follows_and_closing_ends_it(task):
    user = UserFactory(email="doc@example.com")
    SubscriptionFactory(programme=task.programme, task_number="1.1", email=user.email)
    [told] = all_about(user)["programme"]["subscriptions"]
    assert (told["programme"], told["task"]) == ("99/QĐ-UBND", "1.1")
    close_account(user)
    assert not Subscription.objects.exists()
    officer = OfficerFactory()
    assert all_about(officer.user)["programme"]["officer_of"] == str(officer.agency)
