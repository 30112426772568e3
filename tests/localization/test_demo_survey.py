"""The made-up survey: two waves with results and an open one, of made-up enterprises alone."""

import pytest
from django.utils.timezone import localdate

from enterprises.demo import load_demo_enterprises
from localization.demo import load_demo_survey
from localization.models import Answer, Cell, Estimate, ProductLine, Rate, Wave
from tests.factories.people import StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("start_data")]


def test_of_few_enterprises_there_is_none():
    load_demo_enterprises(1)
    assert load_demo_survey(StaffFactory()) == 0
    assert not Wave.objects.exists()


def test_two_waves_are_published_and_one_is_open():
    load_demo_enterprises(150)
    staff, last = StaffFactory(), localdate().year
    written = load_demo_survey(staff)
    waves = Wave.objects.order_by("year")
    assert [(each.year, each.state, each.is_demo) for each in waves] == [
        (last - 2, Wave.State.PUBLISHED, True),
        (last - 1, Wave.State.PUBLISHED, True),
        (last, Wave.State.OPEN, True),
    ]
    answers = [Answer.objects.filter(unit__wave=wave) for wave in waves]
    assert written == sum(each.count() for each in answers) == Answer.objects.count()
    assert 0 < answers[2].count() < answers[1].count() / 2
    assert set(Answer.objects.values_list("state", "version")) == {("submitted", 1)}
    assert not answers[2].exclude(unit__enterprise__memberships=None).exists()
    assert Answer.objects.exclude(unit__enterprise__is_demo=True).count() == 0
    for answer in Answer.objects.select_related("unit__wave"):
        answer.full_clean()
    assert ProductLine.objects.exists()


def test_what_it_publishes_is_made_up_and_says_who_did_it():
    load_demo_enterprises(150)
    staff = StaffFactory()
    load_demo_survey(staff)
    assert set(Estimate.objects.values_list("state", "published_by")) == {("published", staff.pk)}
    assert set(Rate.objects.filter(kind="survey").values_list("is_demo")) == {(True,)}
    assert Rate.objects.filter(kind="survey", subsector=None).count() > 2
    assert Cell.objects.exclude(withheld="").exists(), "to see how small groups are kept back"
