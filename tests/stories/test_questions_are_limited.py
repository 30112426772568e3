"""Who asks very much, or is asked very much: limits of questions, told with what was typed."""

from uuid import uuid4

import pytest
from django.core import mail
from django.core.management import call_command

from enterprises.models import Enterprise
from inquiries import limits
from inquiries.letters import tell_collected
from inquiries.models import Inquiry
from tests.asking import QUESTION, letters_to, page_of, sends
from tests.factories.enterprises import (
    EnterpriseFactory,
)
from tests.factories.inquiries import WaitingInquiryFactory
from tests.factories.membership import EditorFactory, OwnerFactory
from tests.factories.people import UserFactory
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise() -> Enterprise:
    """A published enterprise with an owner and an editor."""
    enterprise = EnterpriseFactory(legal_name="Cơ khí Bình Minh", international_name="Binh Minh Co")
    OwnerFactory(enterprise=enterprise, user__email="chu@binhminh.vn")
    EditorFactory(enterprise=enterprise, user__email="bientap@binhminh.vn")
    return enterprise


def refused(page, words: str) -> bool:
    """Whether the form came back with these words, and with what was typed."""
    told = read(page)
    kept = told.form("text")["text"] == QUESTION["text"]
    return page.status_code == 429 and words in told.non_field_errors and kept


def test_one_address_asks_so_much_a_day(client, enterprise, monkeypatch):
    monkeypatch.setattr(limits.SENDER, "rate", "2/d/key")
    other = OwnerFactory().enterprise
    for asked in (enterprise, other):
        assert sends(client, asked).status_code == 302
    assert refused(sends(client, enterprise, email="BINH@example.com"), "Địa chỉ thư này")
    assert Inquiry.objects.count() == 2
    assert sends(client, enterprise, email="khac@example.com").status_code == 302


def test_one_visitor_asks_so_much_an_hour(client, enterprise, monkeypatch, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # the last address is what the proxy has seen
    monkeypatch.setattr(limits.VISITOR, "rate", "1/h/ip")

    def asks(email: str, seen: str):
        typed = {**QUESTION, "token": uuid4(), "email": email}
        return client.post(page_of(enterprise), typed, headers={"X-Forwarded-For": seen})

    assert asks("a@example.com", "203.0.113.1").status_code == 302
    assert refused(asks("b@example.com", "198.51.100.7, 203.0.113.1"), "Từ mạng của bạn")
    assert asks("c@example.com", "203.0.113.2").status_code == 302


def test_no_network_alone_uses_up_an_enterprises_day(client, enterprise, monkeypatch, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    monkeypatch.setattr(limits.VISITOR_OF_ENTERPRISE, "rate", "1/d/key")
    monkeypatch.setattr(limits.SENDER, "rate", "2/d/key")

    def asks(asked: Enterprise, seen: str, **typed: str):
        sent = {**QUESTION, "token": uuid4(), **typed}
        return client.post(page_of(asked), sent, headers={"X-Forwarded-For": seen})

    assert asks(enterprise, "203.0.113.1", email="a@example.com").status_code == 302
    for _try in range(3):  # which count for nothing: nothing was sent
        assert refused(asks(enterprise, "203.0.113.1"), "Từ mạng của bạn")
    assert asks(enterprise, "203.0.113.2").status_code == 302
    assert asks(OwnerFactory().enterprise, "203.0.113.1").status_code == 302


def test_who_is_asked_very_much_gets_one_letter_a_day_about_the_rest(
    client, enterprise, monkeypatch, clock, settings
):
    monkeypatch.setattr(limits.ENTERPRISE, "rate", "1/d/key")
    for number in range(3):
        assert sends(client, enterprise, email=f"{number}@example.com").status_code == 302
    assert len(letters_to("chu@binhminh.vn")) == 1
    assert len(letters_to("2@example.com")) == 1
    client.force_login(enterprise.memberships.owners().get().user)
    inbox = f"/tai-khoan/doanh-nghiep/{enterprise.pk}/hoi-hang/"
    assert len(client.get(inbox).context["page_obj"]) == 3, "all are in the account at once"

    call_command("send_reminders")
    assert len(letters_to("chu@binhminh.vn")) == 1, "the day is not over"
    clock.advance(days=1)
    for _time in range(2):
        call_command("send_reminders")
    for member in ("chu@binhminh.vn", "bientap@binhminh.vn"):
        _first, collected = letters_to(member)
        assert collected.subject == "2 câu hỏi mới gửi tới Cơ khí Bình Minh"
        assert QUESTION["text"] not in collected.body
        assert f"{settings.PORTAL_URL}{inbox}" in collected.body


def test_what_was_answered_meanwhile_is_told_in_no_collected_letter(enterprise, clock):
    WaitingInquiryFactory(enterprise=enterprise, told_at=None).set_aside(UserFactory())
    clock.advance(days=1)
    assert tell_collected() == 0
    assert mail.outbox == []


def test_a_mistake_is_not_counted(client, enterprise, monkeypatch):
    monkeypatch.setattr(limits.SENDER, "rate", "1/d/key")
    sends(client, enterprise, consent="")
    assert sends(client, enterprise).status_code == 302
