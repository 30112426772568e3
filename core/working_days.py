"""Working days of public offices in Viet Nam: no weekends, no public holidays, no Tết.

Days off that the Government moves are known as far as the library knows them: it is renewed each
year, once the decision on the coming year is out.
"""

from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import ngettext

from core.templatetags.formatting import official_date

if TYPE_CHECKING:
    from holidays import HolidayBase


def is_working_day(day: date) -> bool:
    """Return whether offices work on that day; a Saturday worked for a moved day off counts."""
    return _year(day.year).is_working_day(day)


def after(day: date, number: int) -> date:
    """Return the working day by which `number` of them have passed, not counting `day` itself."""
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def between(start: date, end: date) -> int:
    """Return how many working days have passed from one day to another, not counting the first."""
    if end <= start:
        return 0
    whole = sum(_worked_until(year)[-1] for year in range(start.year, end.year))
    last, first = (_worked_until(day.year)[day.timetuple().tm_yday - 1] for day in (end, start))
    return whole + last - first


def with_delay(due: date) -> str:
    """Return the day by which something was to be done, and in words how late it is, if it is."""
    days = (localdate() - due).days
    if days <= 0:
        return official_date(due)
    text = ngettext("%(day)s (quá hạn %(days)d ngày)", "%(day)s (quá hạn %(days)d ngày)", days)
    return text % {"day": official_date(due), "days": days}


@cache
def _worked_until(year: int) -> list[int]:
    """Return for each day of a year how many of its working days have come by then."""
    days = (
        date(year, 1, 1) + timedelta(days=n) for n in range(date(year, 12, 31).timetuple().tm_yday)
    )
    return list(accumulate(map(is_working_day, days)))


@cache
def _year(year: int) -> "HolidayBase":
    # Loaded when first asked for: the library brings every country of the world, 20 MB of them.
    from holidays.countries import Vietnam

    return Vietnam(years=year, expand=False)
