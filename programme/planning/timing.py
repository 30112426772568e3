"""Whether the Department had a plan in time: before 31 August of the year before (V.4 a)."""

from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.formatting import official_date
from programme.models import Programme


class Timing(models.TextChoices):
    """How a plan stands against its day."""

    IN_TIME = "in_time", gettext_lazy("Đúng hạn")
    LATE = "late", gettext_lazy("Trễ hạn")
    OVERDUE = "overdue", gettext_lazy("Quá hạn, chưa nhận")
    AWAITED = "awaited", gettext_lazy("Trong hạn, chưa nhận")
    NO_DAY = "no_day", gettext_lazy("Không tính hạn")


def due_before(programme: Programme, year: int) -> date | None:
    """Return the day before which the Department has to have the plans of a year.

    None where that day was past when the programme was issued, or lies before the first quarter
    that is reported on here: nobody could have kept it, or nobody was asked.
    """
    day = _rule_day(year)
    return day if day > programme.signed_on and is_asked_for(programme, year) else None


def is_asked_for(programme: Programme, year: int) -> bool:
    """Return whether the plans' day lies in or after the first quarter that is reported on here.

    Where no quarter is, plans have their day by the Decision alone.
    """
    asked = programme.reported_quarters
    return not asked or _rule_day(year) >= asked[0].begins


def _rule_day(year: int) -> date:
    return date(year - 1, 8, 31)


def timing_of(programme: Programme, year: int, received_on: date | None, today: date) -> Timing:
    """How a plan stands that the Department received on that day, or has not got yet."""
    day = due_before(programme, year)
    if day is None:
        return Timing.NO_DAY
    if received_on:
        return Timing.IN_TIME if received_on < day else Timing.LATE
    return Timing.OVERDUE if today >= day else Timing.AWAITED


def in_words(programme: Programme, year: int, received_on: date | None, today: date) -> str:
    """Return the timing of a plan as a sentence that names the days and the rule."""
    timing = timing_of(programme, year, received_on, today)
    if timing == Timing.NO_DAY and is_asked_for(programme, year):
        return _("Không tính hạn: chương trình được ban hành sau hạn gửi kế hoạch của năm này.")
    if timing == Timing.NO_DAY:
        return _("Không tính hạn: khi đến hạn chương trình chưa bắt đầu báo cáo qua Cổng.")
    rule = _("hạn: trước ngày %(day)s, mục V.4 a của Quyết định") % {
        "day": official_date(due_before(programme, year))
    }
    if not received_on:
        return f"{timing.label} ({rule})."
    received = _("Sở Công Thương nhận ngày %(day)s") % {"day": official_date(received_on)}
    return f"{timing.label}: {received} ({rule})."
