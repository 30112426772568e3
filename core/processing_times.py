"""How long people wait for what the portal's rooms work on: claims, revisions, confirmations.

Each room registers its kinds of work in AppConfig.ready; the page of statistics and the yearly
report show whatever is registered. Days are working days (`core/working_days.py`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from math import ceil
from statistics import median

from django.utils.functional import Promise
from django.utils.timezone import localdate

from core import working_days

Moment = date | datetime
# When each piece of work began, and when it ended if it has; of demo records or of real ones.
Cases = Callable[[bool], Iterable[tuple[Moment, Moment | None]]]


@dataclass(frozen=True)
class TimedProcess:
    """A kind of work: `rule` says in words from what moment to what moment days are counted."""

    name: str
    title: str | Promise
    rule: str | Promise
    cases: Cases
    target_days: int | None = None  # working days in which the Department means to answer
    changelist: str = ""  # the name of the back office's list that shows it
    waiting: str = ""  # the query by which that list shows what is open


@dataclass(frozen=True)
class Case:
    """One piece of work, by days."""

    begun: date
    ended: date | None

    def days(self, today: date) -> int:
        """Return the working days that it took, or has been waiting."""
        return working_days.between(self.begun, self.ended or today)

    def is_late(self, target: int, today: date) -> bool:
        """Whether it ended, or is waiting, after the day by which it was to be answered."""
        return (self.ended or today) > _due(self.begun, target)


@lru_cache(maxsize=10_000)
def _due(begun: date, target: int) -> date:
    return working_days.after(begun, target)


@dataclass(frozen=True)
class Tally:
    """What was done in a period: days of half of it, and of nine in ten; None of nothing."""

    received: int
    done: int
    median: Decimal | None
    nine_in_ten: int | None
    in_time: int | None  # of those done; None where there is no target

    @property
    def percent_in_time(self) -> Decimal | None:
        """The share in time, to one decimal."""
        if self.in_time is None or not self.done:
            return None
        return (Decimal(100) * self.in_time / self.done).quantize(Decimal("0.1"))


@dataclass(frozen=True)
class OpenWork:
    """What waits on a day: how much, for how many days at most, and how much past the target."""

    number: int
    longest: int | None
    overdue: int | None


_processes: dict[str, TimedProcess] = {}


def register(process: TimedProcess) -> None:
    """Add a room's kind of work."""
    _processes[process.name] = process


def processes() -> list[TimedProcess]:
    """Return every kind of work, in the order of registering."""
    return list(_processes.values())


def cases_of(process: TimedProcess, is_demo: bool = False) -> list[Case]:
    """Return all its work, by days of the portal's own time zone."""
    return [Case(_day(begun), ended and _day(ended)) for begun, ended in process.cases(is_demo)]


def _day(moment: Moment) -> date:
    return localdate(moment) if isinstance(moment, datetime) else moment


def tally(process: TimedProcess, cases: Iterable[Case], first: date, last: date) -> Tally:
    """Count what came and what was done from one day to another, both included."""
    cases = list(cases)
    done = [case for case in cases if case.ended and first <= case.ended <= last]
    days = sorted(case.days(last) for case in done)
    target = process.target_days
    return Tally(
        received=sum(first <= case.begun <= last for case in cases),
        done=len(done),
        median=Decimal(median(days)) if days else None,
        nine_in_ten=days[ceil(len(days) * 0.9) - 1] if days else None,
        in_time=None if target is None else sum(not case.is_late(target, last) for case in done),
    )


def open_on(process: TimedProcess, cases: Iterable[Case], day: date) -> OpenWork:
    """Count what had begun and not ended by the end of a day."""
    waiting = [
        Case(case.begun, None)
        for case in cases
        if case.begun <= day and (case.ended is None or case.ended > day)
    ]
    target = process.target_days
    overdue = None if target is None else sum(case.is_late(target, day) for case in waiting)
    return OpenWork(len(waiting), max((case.days(day) for case in waiting), default=None), overdue)
