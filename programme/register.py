"""What the pages of one programme share: which programme, and as in force on which day."""

from datetime import date
from functools import cached_property

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from programme.models import Amendment, Programme, Task

DAY = "ngay"


def address(programme: Programme, name: str, **kwargs) -> str:
    """The address of a page of this programme, by the URL's name."""
    return reverse(f"programme:{name}", kwargs={**programme.address(), **kwargs})


def programme_at(slug: str | None) -> Programme:
    """The programme that an address names; the main one where it names none."""
    if slug:
        return get_object_or_404(Programme, slug=slug)
    programme = Programme.objects.main()
    if programme is None:
        raise Http404("No programme has been entered")
    return programme


def parsed_day(text: str) -> date | None:
    """The day that an address names, None where it names none that exists."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def shares(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """Tasks by status, in the order of the statuses, as `share_bar` draws them."""
    return [(code, label, counts.get(code, 0)) for code, label in Task.Status.choices]


class ProgrammePage:
    """A page of one programme, which `?ngay=2021-06-30` shows as in force on that day."""

    @cached_property
    def programme(self) -> Programme:
        return programme_at(self.kwargs.get("programme"))

    @cached_property
    def day(self) -> date | None:
        return parsed_day(self.request.GET.get(DAY, ""))

    @property
    def day_notices(self) -> list[str]:
        """What the reader should know of the day that the address asks for."""
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
        """The pages above this one, for the breadcrumbs."""
        return [(self.programme.get_absolute_url(), self.programme.short_title)]
