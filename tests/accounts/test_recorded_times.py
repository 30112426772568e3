"""What an account records of its own: a consent, the day of its closing; and what was loaded."""

from datetime import date

import pytest

from accounts.models import Consent
from core.models import LoadedFixture
from tests.factories.people import UserFactory
from tests.recording import stored

pytestmark = pytest.mark.django_db


def test_each_is_of_the_moment_at_which_it_happens(clock):
    clock.set(date(2031, 5, 15))
    user = UserFactory()
    consent = Consent.objects.create(user=user, language="vi")
    fixture = LoadedFixture.objects.create(name="thu")
    begun = clock.now
    clock.advance(days=3)
    user.close()
    assert stored(user, "closed_at") == {clock.now}
    assert stored(consent, "given_at") == stored(fixture, "loaded_at") == {begun}
