"""Sessions that have expired do not stay in the database."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils.timezone import now


@pytest.mark.django_db(transaction=True)  # the worker closes connections of its own
def test_the_worker_clears_expired_sessions_each_day_and_no_others():
    for name, days in (("over", -1), ("open", 1)):
        expires = now() + timedelta(days=days)
        Session.objects.create(session_key=name, session_data="", expire_date=expires)
    call_command("work", once=True)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
