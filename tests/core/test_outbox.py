"""Letters go once, later where no server takes them, and whoever is killed over one loses none."""

from contextlib import suppress
from datetime import timedelta
from smtplib import (
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from socketserver import BaseRequestHandler, TCPServer
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils.timezone import now

from core import letters
from core.letters import outbox
from core.models import Letter, SuppressedAddress
from core.models.letters import CUT_OFF, LONGEST_PAUSE, TRIES
from programme.models import ReportReminder
from tests.factories.programme import AgencyFactory, ReportingProgrammeFactory

pytestmark = pytest.mark.django_db
AWAY = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_PORT": 1}


@pytest.fixture(autouse=True)
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.EMAIL_HOST = "127.0.0.1"


def wrote(to: str = "binh@example.com", kind: str = "account", **more) -> Letter:
    return letters.post(to, "Thư", "Nội dung", kind=kind, **more)


def fresh(row: Letter) -> Letter:
    return Letter.objects.get(pk=row.pk)


@pytest.fixture
def server(monkeypatch):
    """What the mail server says to each letter: nothing where it takes it."""
    answers: list[Exception | None] = []

    def send(message: EmailMessage) -> None:
        answer = answers.pop(0) if answers else None
        if answer is not None:
            raise answer
        mail.outbox.append(message)

    monkeypatch.setattr(EmailMessage, "send", send)
    return answers


def unknown(to: str = "binh@example.com", code: int = 550, text: bytes = b"5.1.1 unknown"):
    return SMTPRecipientsRefused({to: (code, text)})


def test_what_has_gone_keeps_neither_text_nor_address():
    row = wrote(headers={"X-Token": "kín"})
    assert outbox.send_due() == 1
    assert mail.outbox[0].to == ["binh@example.com"]
    assert mail.outbox[0].extra_headers == {"X-Token": "kín"}
    row = fresh(row)
    assert (row.state, row.to, row.tries) == ("sent", "b…@example.com", 1)
    assert (row.subject, row.body, row.headers) == ("", "", {})
    assert row.sent_at is not None
    assert outbox.send_due() == 0


def test_a_mail_server_away_for_three_days_loses_nothing(clock):
    rows = [wrote(f"{n}@example.com") for n in range(3)]
    with override_settings(**AWAY):
        for _hour in range(3 * 24):
            for _row in rows:
                try:
                    outbox.send_next()
                except outbox.ServerAway:
                    continue
            clock.advance(hours=1)
    row = fresh(rows[0])
    assert (row.state, row.error[:22]) == ("waiting", "ConnectionRefusedError")
    assert row.tries > 10
    clock.advance(seconds=LONGEST_PAUSE.total_seconds())
    outbox.send_due()
    assert len(mail.outbox) == 3
    assert {fresh(row).state for row in rows} == {"sent"}


def test_pauses_grow_and_after_a_week_staff_are_told(clock, server):
    row, begin, pauses = wrote(), clock.now, []
    server.extend([SMTPDataError(451, b"busy")] * TRIES)
    while fresh(row).state == "waiting":
        outbox.send_due()
        pauses.append(fresh(row).due - clock.now)
        clock.set(max(fresh(row).due, clock.now))
    assert pauses[:3] == [timedelta(minutes=n) for n in (5, 10, 20)]
    assert timedelta(days=6) < clock.now - begin < timedelta(days=8)
    row = fresh(row)
    assert (row.state, row.tries, row.body) == ("failed", TRIES, "Nội dung")
    assert row.error.startswith("SMTPDataError: (451")


def test_a_server_that_is_away_is_not_asked_for_each_letter(server):
    wrote("a@example.com"), wrote("b@example.com")
    server.append(SMTPServerDisconnected("Connection unexpectedly closed"))
    with pytest.raises(outbox.ServerAway):
        outbox.send_due()
    assert sorted(Letter.objects.values_list("tries", flat=True)) == [0, 1]


def test_one_letter_that_is_refused_keeps_no_other(server):
    first, second = wrote("a@example.com"), wrote("b@example.com")
    server.append(SMTPRecipientsRefused({"a@example.com": (450, b"greylisted a@example.com")}))
    assert outbox.send_due() == 2
    assert [fresh(row).state for row in (first, second)] == ["waiting", "sent"]
    assert "a@example.com" not in fresh(first).error


def test_a_letter_that_cannot_be_made_fails_at_once():
    row = letters.post("a@example.com", "Hai\ndòng", "")
    outbox.send_due()
    assert (fresh(row).state, fresh(row).error) == ("failed", "BadHeaderError")


def test_what_somebody_waits_for_goes_before_the_many():
    for number in range(3):
        wrote(f"{number}@example.com", kind="reminder")
    wrote("vao@example.com")
    outbox.send_next()
    assert mail.outbox[0].to == ["vao@example.com"]


class Killed(BaseException):
    """The process ends here: nothing after it runs, as with kill -9."""


def test_a_letter_whose_sender_was_killed_goes_once_more_and_says_so(clock, server):
    row = wrote()
    server.append(Killed())
    with pytest.raises(Killed):
        outbox.send_due()
    assert fresh(row).state == "sending"
    outbox.take_up_cut_off()
    assert outbox.send_due() == 0, "another worker may be sending it"
    clock.advance(seconds=CUT_OFF.total_seconds() + 1)
    outbox.take_up_cut_off()
    assert outbox.send_due() == 1
    assert (fresh(row).state, fresh(row).may_have_gone_twice) == ("sent", True)


def test_a_letter_that_kills_each_sender_is_not_sent_for_ever(clock, server):
    row = wrote()
    for _time in range(2):
        server.append(Killed())
        with pytest.raises(Killed):
            outbox.send_due()
        clock.advance(minutes=16)
        outbox.take_up_cut_off()
    assert fresh(row).state == "failed"
    assert outbox.send_due() == 0


@pytest.mark.parametrize(
    "breaks", [SMTPServerDisconnected("closed"), TimeoutError("timed out"), ConnectionResetError()]
)
def test_a_letter_that_the_server_may_have_taken_goes_once_more_and_says_so(clock, server, breaks):
    row = wrote()
    for _time in range(2):
        server.append(breaks)
        with pytest.raises(outbox.ServerAway):
            outbox.send_due()
        if fresh(row).state == "waiting":
            assert fresh(row).may_have_gone_twice
            assert fresh(row).due == clock.now + timedelta(minutes=5)
            clock.advance(minutes=5)
    assert (fresh(row).state, fresh(row).body) == ("failed", "Nội dung")
    assert fresh(row).error.startswith(type(breaks).__name__)


@pytest.mark.parametrize(
    "answer", [SMTPDataError(451, b"busy"), SMTPSenderRefused(552, b"full", "a@example.com")]
)
def test_a_letter_that_the_server_answered_no_to_has_not_gone(server, answer):
    row = wrote()
    server.append(answer)
    with suppress(outbox.ServerAway):
        outbox.send_due()
    assert (fresh(row).state, fresh(row).may_have_gone_twice) == ("waiting", False)


class Post(BaseRequestHandler):
    """A mail server that is gone at the line that begins so, or before its greeting."""

    stops_at = b""

    def handle(self) -> None:
        if not self.stops_at:
            return
        self.request.sendall(b"220 thu ESMTP\r\n")
        for line in self.request.makefile("rb"):
            if line[:4].strip() == self.stops_at:
                return
            if line[:4].lower() == b"data":
                self.request.sendall(b"354 go on\r\n")
            elif line[:4] in (b"ehlo", b"mail", b"rcpt", b"quit"):
                self.request.sendall(b"250 ok\r\n")


@pytest.mark.parametrize(("stops_at", "marked"), [(b".", True), (b"rcpt", True), (b"", False)])
def test_a_server_that_ends_in_mid_letter_may_have_it(settings, stops_at, marked):
    row, post = wrote(), type("Ends", (Post,), {"stops_at": stops_at})
    with TCPServer(("127.0.0.1", 0), post) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        at_port = override_settings(**AWAY | {"EMAIL_PORT": server.server_address[1]})
        with at_port, pytest.raises(outbox.ServerAway):
            outbox.send_due()
        server.shutdown()
    assert (fresh(row).state, fresh(row).may_have_gone_twice) == ("waiting", marked)


def test_a_letter_erased_while_it_goes_does_not_come_back(monkeypatch):
    wrote()

    def send(message: EmailMessage) -> None:
        letters.forget_address("BINH@example.com")
        raise SMTPDataError(451, b"busy")

    monkeypatch.setattr(EmailMessage, "send", send)
    outbox.send_due()
    assert not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same_letter():
    if connection.vendor == "sqlite":
        pytest.skip("an SQLite database in memory has one connection")
    for number in range(10):
        wrote(f"{number}@example.com")
    barrier, tried = Barrier(2), []

    def works() -> None:
        barrier.wait()
        tried.append(outbox.send_due())
        connection.close()

    workers = [Thread(target=works) for _worker in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(tried) == len({letter.to[0] for letter in mail.outbox}) == len(mail.outbox) == 10


@pytest.mark.django_db(transaction=True)
def test_work_once_tries_each_letter_and_says_that_the_server_is_away(caplog):
    row = wrote()
    with override_settings(**AWAY):
        call_command("work", "--once")
    assert (fresh(row).state, fresh(row).tries) == ("waiting", 1)
    assert "ServerAway: ConnectionRefusedError" in caplog.text


def test_a_reminder_counts_as_sent_when_its_letter_has_gone(clock, server):
    reminder = ReportReminder.objects.create(
        programme=ReportingProgrammeFactory(), agency=AgencyFactory(), year=2026, quarter=1, days=3
    )
    wrote(marks=[reminder])
    server.append(SMTPDataError(451, b"busy"))
    outbox.send_due()
    reminder.refresh_from_db()
    assert reminder.sent_at is None
    clock.advance(minutes=5)
    outbox.send_due()
    reminder.refresh_from_db()
    assert reminder.sent_at == clock.now


# --- Addresses that a server does not know


def test_an_address_refused_for_good_twice_gets_nothing_unasked_any_more(server):
    server += [unknown(), unknown()]
    first, second = wrote(kind="inquiry"), wrote(kind="inquiry")
    outbox.send_due()
    assert fresh(first).state == fresh(second).state == "failed"
    assert "(550, b'5.1.1 unknown')" in fresh(first).error
    assert "binh@example.com" not in fresh(first).error
    assert wrote(kind="invitation").state == "stopped"
    assert wrote(kind="account").state == "waiting", "an account is always written to"


def test_a_letter_that_arrives_ends_the_doubt_about_an_address(server):
    server += [unknown(), None, unknown()]
    for _time in range(3):
        wrote(kind="inquiry")
        outbox.send_due()
    assert wrote(kind="inquiry").state == "waiting"


@pytest.mark.parametrize("answer", [unknown(text=b"5.7.1 Relaying denied"), unknown(code=450)])
def test_what_is_no_fault_of_the_address_marks_none(server, answer):
    row = wrote()
    server.append(answer)
    outbox.send_due()
    assert fresh(row).state == "waiting"
    assert not SuppressedAddress.objects.exists()


def test_nothing_is_due_before_its_time():
    Letter.objects.filter(pk=wrote().pk).update(due=now() + timedelta(minutes=1))
    assert outbox.send_due() == 0


def test_a_wrong_setting_is_no_letters_fault(db, settings, tmp_path):
    """The folder of letters is a file: all wait, and go once that is put right."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    (tmp_path / "mail").write_text("")
    letters.post("ai@example.com", "Chào", "Chào.")
    with pytest.raises(outbox.ServerAway):
        outbox.send_next()
    assert Letter.objects.get().state == Letter.State.WAITING
