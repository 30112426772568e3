"""What the report on a year says, from what rooms have registered and what was counted."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.models import UsageCount
from core.processing_times import OpenWork, Tally, TimedProcess, cases_of, open_on, processes, tally
from core.usage.rooms import room_label
from core.yearly_figures import Section, Year, sections
from enterprises.models import Enterprise
from portal.statistics import usage

Kind = UsageCount.Kind


@dataclass(frozen=True)
class Processing:
    """One kind of work in the year, and what was open at its end."""

    process: TimedProcess
    tally: Tally
    open: OpenWork


@dataclass(frozen=True)
class Use:
    """A month's or a room's use."""

    label: str
    pages: int
    searches: int
    fruitless: int
    downloads: int


@dataclass(frozen=True)
class OperatingYear:
    """All that is reported of a year, as it is known now."""

    year: Year
    sections: list[Section]
    processing: list[Processing]
    months: list[Use]
    rooms: list[Use]
    counted_since: date | None  # the first month in which use was counted at all


def operating_year(number: int) -> OperatingYear:
    """Collect what is known of a year."""
    year = Year(number)
    months, rooms = _use(year)
    return OperatingYear(
        year,
        sections(year),
        [_processing(process, year) for process in processes()],
        months,
        rooms,
        UsageCount.objects.aggregate(first=Min("month"))["first"],
    )


def years() -> list[int]:
    """Return the years of which there is anything to report, the newest first."""
    today = localdate().year
    first = Enterprise.objects.real().aggregate(at=Min("created_at"))["at"]
    begin = localdate(first).year if first else today
    return list(range(today, begin - 1, -1))


def _processing(process: TimedProcess, year: Year) -> Processing:
    cases = cases_of(process)
    counted = tally(process, cases, year.first, year.last)
    return Processing(process, counted, open_on(process, cases, year.last))


def _use(year: Year) -> tuple[list[Use], list[Use]]:
    """Return use of the public rooms by month, and of every room."""
    kept = UsageCount.objects.filter(month__year=year.number, kind__in=usage.SHOWN).order_by()
    columns = ("month", "kind", "room", "language")
    found = kept.values_list(*columns).annotate(Sum("number"))
    numbers = {tuple(key): number for *key, number in found}
    by_month = sorted(usage.public_by_month(numbers).items())
    months = [_as_use(f"{month:%m/%Y}", counted) for month, counted in by_month]
    if months:
        total = sum((counted for _month, counted in by_month), Counter[str]())
        months.append(_as_use(_("Cả năm"), total))
    rooms = [_as_use(str(room_label(room)), each) for room, each in usage.by_room(numbers)]
    return months, rooms


def _as_use(label: str, counted: Counter[str]) -> Use:
    return Use(label, *(counted[kind] for kind in usage.SHOWN))
