"""The values of the directory's facets: each value means codes of the search index."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue import units
from core import cache_versions
from core.lists import Facet
from core.lists.fields import split_known
from enterprises.search.codes import code, machine_code, month_code
from enterprises.search.vocabulary import VOCABULARY, vocabulary

MONTHS = (1, 3, 12)


Offered = dict[str, tuple[str, list[str]]]  # value -> (label, codes any of which satisfies it)


class OfferedField(forms.Field):
    """Several of the values that `offered` returns; others go into `unknown`, without an error."""

    widget = forms.MultipleHiddenInput
    unknown: list[str]

    def __init__(self, *, offered: Callable[[], Offered], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offered = offered

    def clean(self, value: list[str] | None) -> list[str]:
        chosen, self.unknown = split_known(value, self.offered() if value else ())
        return chosen


class CodeFacet(Facet):
    """A facet whose values mean codes of the search index."""

    def __init__(self, *, options: Callable[[], Offered], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.options = options

    @cached_property
    def field(self) -> OfferedField:
        # Made by the copy of this filter that one request has, and so with that request's values.
        return OfferedField(offered=lambda: self.offered, required=False, label=self.label)

    @cached_property
    def offered(self) -> Offered:
        """The values, read when they are first needed and once a request."""
        return self.options()


def terms(kind: str) -> Callable[[], Offered]:
    """Return what reads the entries of a taxonomy, in the reader's language; cached."""

    def read() -> Offered:
        return {n.value: (n.name, [n.code]) for n in vocabulary().by_kind[kind]}

    return lambda: cache_versions.cached(
        f"{VOCABULARY}.{kind}.{get_language()}", (VOCABULARY,), read
    )


def choices(kind: str, of: type[TextChoices]) -> Callable[[], Offered]:
    """Return what reads the choices of a field."""

    def options() -> Offered:
        return {value: (label, [code(kind, value)]) for value, label in of.choices}

    return options


def exports() -> Offered:
    """Return the choices of any exports, or most of the sales."""
    return {
        "co": (_("Có xuất khẩu"), [code("export", "any")]),
        "tu-50": (
            _("Xuất khẩu từ %(share)s doanh thu") % {"share": "50%"},
            [code("export", "most")],
        ),
    }


def records() -> Offered:
    """Return the choices of real and demo records."""
    return {
        "0": (_("Doanh nghiệp thật"), [code("record", 0)]),
        "1": (_("Dữ liệu minh họa"), [code("record", 1)]),
    }


def minimums() -> Offered:
    """Return every minimum by which machines of a kind can be asked for, 'may-dap:250'."""
    options = {}
    for named in vocabulary().by_kind["machine"]:
        kind = vocabulary().machine_kinds[named.code]
        for step in kind.minimums:
            label = _("%(machine)s từ %(figure)s %(unit)s") % {
                "machine": named.name,
                "figure": f"{step.normalize():f}".replace(".", ","),
                "unit": units.label(kind.unit),
            }
            value = f"{named.value}:{step.normalize():f}"
            options[value] = (label, [machine_code(kind.pk, step)])
    return options


def _months(number: int) -> list[date]:
    """Return the first days of this month and of the `number` - 1 before it."""
    today, days = localdate(), []
    for back in range(number):
        month = today.year * 12 + today.month - 1 - back
        days.append(date(month // 12, month % 12 + 1, 1))
    return days


def updates() -> Offered:
    """Return the choices of how many months ago the profile was changed at most."""
    options = {}
    for number in MONTHS:
        days = _months(number)
        label = _("Từ %(day)s") % {"day": date_format(days[-1], "SHORT_DATE_FORMAT")}
        options[f"{number}-thang"] = (label, [month_code(day) for day in days])
    return options


def kind_of(code: str) -> str:
    """Return the code of the kind of machine for the code of one of its minimums."""
    return code.partition("_min_")[0]
