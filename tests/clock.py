"""Setting the clock: what the portal takes for now."""

import sys
from datetime import date, datetime, time

import pytest
from django.urls import get_resolver
from django.utils import timezone


def set_clock(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Make it nine in the morning of a day."""
    now = _nine_on(day)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


class Clock:
    """Nine in the morning of `day` for every module that asks for now, until another day is set."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, day: date) -> None:
        self.day, real = day, timezone.now
        # What pages import for the first time while the clock stands would keep it for good.
        _ = get_resolver().url_patterns
        for module in list(sys.modules.values()):
            if getattr(module, "__dict__", {}).get("now") is real:
                monkeypatch.setattr(module, "now", self.now)

    def now(self) -> datetime:
        return _nine_on(self.day)


def _nine_on(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))
