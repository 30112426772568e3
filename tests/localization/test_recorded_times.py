"""Each step of a survey, and of what is published of it, records its moment."""

from datetime import date

import pytest

from localization.models import Answer, SurveyLetter
from tests.factories.localization import (
    AnswerFactory,
    BaselineFactory,
    FrameUnitFactory,
    OpenWaveFactory,
    PublishedEstimateFactory,
    RateFactory,
)
from tests.factories.people import StaffFactory
from tests.recording import stored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(clock) -> date:
    clock.set(date(2031, 5, 15))
    return clock.day


def test_a_wave_is_closed(clock):
    wave = OpenWaveFactory()
    clock.advance(days=3)
    wave.close(StaffFactory(), "Đã đủ phiếu")
    assert stored(wave, "closed_at") == {clock.now}


def test_an_answer_is_sent_and_sent_again(clock):
    answer = AnswerFactory()
    for _time in range(2):
        clock.advance(days=3)
        answer.submit(StaffFactory(), Answer.Channel.ACCOUNT, [])
        assert stored(answer, "submitted_at") == {clock.now}


def test_a_letter_and_an_estimate(clock):
    unit = FrameUnitFactory()
    letter = SurveyLetter.objects.create(unit=unit, about="opened", closes_on=clock.day)
    assert stored(letter, "sent_at") == {None}, "it has not gone"
    assert stored(PublishedEstimateFactory(), "computed_at") == {clock.now}


def test_a_baseline_is_confirmed_and_confirmed_again(clock):
    baseline = BaselineFactory()
    clock.advance(days=3)
    baseline.save()
    assert stored(baseline, "confirmed_at") == {clock.now}


def test_a_rate_is_entered_and_withdrawn(clock):
    rate = RateFactory()
    entered = clock.now
    clock.advance(days=3)
    rate.withdraw("Nhầm năm.", StaffFactory())
    assert stored(rate, "withdrawn_at") == {clock.now}
    assert stored(rate, "entered_at") == {entered}
