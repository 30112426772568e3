"""Each step of a question to an enterprise records the moment at which it is taken."""

from datetime import date

import pytest

from inquiries.models import Inquiry
from tests.factories.inquiries import WaitingInquiryFactory
from tests.factories.people import UserFactory
from tests.recording import stored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(clock) -> date:
    clock.set(date(2031, 5, 15))
    return clock.day


def test_a_question_is_asked_and_closed(clock):
    answered, set_aside = WaitingInquiryFactory(), WaitingInquiryFactory()
    asked = clock.now
    clock.advance(days=3)
    answered.reply("Xin gọi 028 3823 1111.", UserFactory())
    set_aside.set_aside(UserFactory())
    assert stored(answered, "closed_at") == stored(set_aside, "closed_at") == {clock.now}
    assert stored(answered, "created_at") == {asked}


def test_a_question_is_erased(clock):
    waiting, answered = WaitingInquiryFactory(), WaitingInquiryFactory()
    answered.reply("Có.", UserFactory())
    closed = clock.now
    clock.advance(days=3)
    Inquiry.objects.all().erase()
    assert stored(waiting, "closed_at", "erased_at") == {clock.now}
    assert stored(answered, "closed_at") == {closed}
    assert stored(answered, "erased_at") == {clock.now}
