"""Setting the clock: what the portal takes for now."""

from datetime import date, datetime, time

import pytest
from django.utils.timezone import make_aware


def set_clock(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Make it nine in the morning of a day."""
    now = make_aware(datetime.combine(day, time(9)))
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
