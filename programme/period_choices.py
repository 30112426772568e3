"""Lists from which people choose a quarter, a half-year or a year instead of typing its code."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.db.models import Max, Min
from django.utils.text import capfirst
from django.utils.timezone import localdate

from programme.models import Programme
from programme.periods import ROMAN, Period, PeriodKind

NOTHING = ("", "---------")
AHEAD = 6  # years from now on for which a programme that is being entered may be reported on


class StoredSelect(forms.Select):
    """A list that offers what is stored, too, where it is none of the choices."""

    def optgroups(self, name: str, value: list[str], attrs: dict | None = None) -> list:
        groups = super().optgroups(name, value, attrs)
        listed = {str(option["value"]) for _title, options, _at in groups for option in options}
        for stored in filter(None, value):
            if stored not in listed:
                at = len(groups)
                groups.append((None, [self.create_option(name, stored, stored, True, at)], at))
        return groups


def period_select(periods: Iterable[Period]) -> StoredSelect:
    """Return a list of periods under their years, by code."""
    by_year: dict[int, list[tuple[str, str]]] = {}
    for period in periods:
        by_year.setdefault(period.year, []).append((period.code, capfirst(str(period))))
    return StoredSelect(choices=[NOTHING, *((str(year), own) for year, own in by_year.items())])


def begun_periods(today: date) -> list[Period]:
    """Return the quarters, half-years and years of all programmes that have begun, latest first."""
    years = [year for year in programme_years() if year <= Period.on(today).year]
    periods = [
        Period(year, number, kind)
        for year in reversed(years)
        for kind in (PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR)
        for number in range(12 // kind.months, 0, -1)
    ]
    return [period for period in periods if period.begins <= today]


def quarters_of(programme: Programme | None) -> list[Period]:
    """Return the quarters of a programme, or those of the next years for one not entered yet."""
    if programme is not None and programme.pk:
        return programme.quarters
    year = localdate().year
    every = range(year - 1, year + AHEAD)
    return [Period(year, number, PeriodKind.QUARTER) for year in every for number in range(1, 5)]


def programme_years() -> list[int]:
    """Return every year in which any programme runs."""
    span = Programme.objects.aggregate(first=Min("first_year"), last=Max("last_year"))
    return [] if span["first"] is None else list(range(span["first"], span["last"] + 1))


def year_select() -> StoredSelect:
    """Return a list of the programmes' years."""
    return StoredSelect(choices=[NOTHING, *((year, year) for year in programme_years())])


def quarter_select() -> StoredSelect:
    """Return a list of the four quarters of a year."""
    return StoredSelect(choices=[NOTHING, *enumerate(ROMAN, 1)])
