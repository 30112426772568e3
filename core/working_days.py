"""Working days of public offices in Viet Nam: no weekends, no public holidays, no Tết.

Days off that the Government moves are known as far as the library knows them: it is renewed each
year, once the decision on the coming year is out.
"""

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import ngettext

from core.templatetags.formatting import official_date

if TYPE_CHECKING:
    from holidays import HolidayBase


def is_working_day(day: date) -> bool:
    """Whether offices work on that day; a Saturday worked for a day off moved elsewhere counts."""
    return _year(day.year).is_working_day(day)


def after(day: date, number: int) -> date:
    """The working day by which this number of them has passed; the day itself is not counted."""
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def with_delay(due: date) -> str:
    """A day by which something was to be done, and in words since when it is late, if it is."""
    days = (localdate() - due).days
    if days <= 0:
        return official_date(due)
    text = ngettext("%(day)s (quá hạn %(days)d ngày)", "%(day)s (quá hạn %(days)d ngày)", days)
    return text % {"day": official_date(due), "days": days}


@cache
def _year(year: int) -> "HolidayBase":
    # Loaded when first asked for: the library brings every country of the world, 20 MB of them.
    from holidays.countries import Vietnam

    return Vietnam(years=year, expand=False)
