"""What the pages of one programme share: which programme, and as in force on which day."""

from datetime import date
from functools import cached_property

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from programme.models import Amendment, Programme, Task

DAY = "ngay"


def programme_url(programme: Programme, name: str, **kwargs) -> str:
    """Reverse the URL of a page of this programme by its name."""
    return reverse(f"programme:{name}", kwargs={**programme.url_kwargs(), **kwargs})


def parsed_day(text: str) -> date | None:
    """Parse the day of a URL query; None for a text that is no day."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def status_shares(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """Order counts of tasks by status as `share_bar` draws them: code, label, count."""
    return [(code, label, counts.get(code, 0)) for code, label in Task.Status.choices]


class ProgrammePage:
    """A page of one programme, which `?ngay=2021-06-30` shows as in force on that day."""

    @cached_property
    def programme(self) -> Programme:
        return get_object_or_404(Programme, slug=self.kwargs["programme"])

    @cached_property
    def day(self) -> date | None:
        return parsed_day(self.request.GET.get(DAY, ""))

    @property
    def day_notices(self) -> list[str]:
        """Say that the day in the URL was ignored, where it is no day."""
        asked = self.request.GET.get(DAY, "")
        if not asked or self.day:
            return []
        return [
            _("Bỏ qua ngày không hợp lệ “%(day)s”; danh mục hiện theo hôm nay.")
            % {"day": asked[:50]}
        ]

    def get_context_data(self, **kwargs) -> dict:
        return {
            **super().get_context_data(**kwargs),
            "programme": self.programme,
            "day": self.day,
            "amendments": Amendment.objects.filter(programme=self.programme),
            "trail": self.trail(),
        }

    def trail(self) -> list[tuple[str, str]]:
        """Return the pages above this one, for the breadcrumbs."""
        return [(self.programme.get_absolute_url(), self.programme.short_title)]
