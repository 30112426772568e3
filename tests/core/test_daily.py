"""What each new day brings is done, whatever else goes wrong."""

import pytest
from django.core.management import call_command

from core.worker import daily

# The daily jobs close connections, which a test within a transaction could not go on without.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def done(monkeypatch) -> list[str]:
    """The names of jobs that were done, of a room of the test's own."""
    names: list[str] = []

    def breaks() -> None:
        names.append("breaks")
        raise RuntimeError("disk full")

    monkeypatch.setattr(daily, "_jobs", [breaks, lambda: names.append("job")])
    monkeypatch.setattr(
        daily, "_reminders", [lambda: len(names), lambda: names.append("sent") or 2]
    )
    return names


def test_one_job_that_fails_does_not_stop_the_others(done, caplog):
    daily.Days().work()
    assert done == ["breaks", "job", "sent"]
    assert "a daily job failed" in caplog.text


def test_what_failed_is_done_again_the_same_day_and_what_was_done_is_not(done, clock):
    days = daily.Days()
    days.work()
    days.work()
    assert done == ["breaks", "job", "sent"]
    clock.advance(minutes=10)
    days.work()
    assert done == ["breaks", "job", "sent", "breaks"]


def test_each_new_day_brings_all_again(done, clock):
    days = daily.Days()
    days.work()
    clock.advance(days=1)
    days.work()
    assert done == ["breaks", "job", "sent"] * 2


def test_the_worker_does_them_when_it_starts(done):
    call_command("work", once=True)
    assert "job" in done


def test_reminders_of_all_rooms_go_at_once(done, capsys):
    call_command("send_reminders")
    assert "2" in capsys.readouterr().out
