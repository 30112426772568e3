"""Plans are in time before 31 August of the year before, where anybody could keep that day."""

from datetime import date

import pytest

from programme.planning.timing import Timing, due_before, in_words, timing_of
from tests.factories.plans import (
    PlanningProgrammeFactory,
)


@pytest.mark.parametrize(
    ("received", "today", "timing"),
    [
        (date(2026, 8, 30), date(2026, 12, 1), Timing.IN_TIME),
        (date(2026, 8, 31), date(2026, 12, 1), Timing.LATE),
        (None, date(2026, 8, 30), Timing.AWAITED),
        (None, date(2026, 8, 31), Timing.OVERDUE),
    ],
)
def test_in_time_is_before_31_august_of_the_year_before(received, today, timing):
    programme = PlanningProgrammeFactory.build()
    assert timing_of(programme, 2027, received, today) == timing
    words = in_words(programme, 2027, received, today)
    assert words.startswith(str(timing.label))
    assert "trước ngày 31/8/2026" in words


@pytest.mark.parametrize(
    ("reports_from", "has_day"),
    [("2026-Q3", True), ("2026-Q2", True), ("2026-Q4", False), ("2027-Q1", False), ("", True)],
)
def test_nobody_could_keep_a_day_before_reporting_here_began(reports_from, has_day):
    """31 August lies in the third quarter, which runs until 14 September."""
    programme = PlanningProgrammeFactory.build(reports_from=reports_from)
    assert (due_before(programme, 2027) is not None) is has_day
    told = in_words(programme, 2027, None, date(2026, 12, 1))
    assert ("chưa bắt đầu báo cáo qua Cổng" in told) is not has_day


def test_nobody_could_keep_a_day_before_the_programme():
    programme = PlanningProgrammeFactory.build(signed_on=date(2026, 9, 1))
    assert due_before(programme, 2027) is None
    today = date(2026, 12, 1)
    assert timing_of(programme, 2027, today, today) == Timing.NO_DAY
    assert "Không tính hạn" in in_words(programme, 2027, None, today)
