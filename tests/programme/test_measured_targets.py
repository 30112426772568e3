"""Where each year's figure comes from, and what the figures say of a target."""

from datetime import date
from decimal import Decimal

import pytest

from programme import computations
from programme.measuring.figures import MeasureFigures
from programme.measuring.results import Status, TargetResult
from programme.models import Measure, Target
from tests.factories.people import UserFactory
from tests.factories.programme import (
    AmendmentFactory,
    MeasureValueFactory,
    ReportingProgrammeFactory,
    TargetFactory,
    TargetMeasureFactory,
    TaskFactory,
    TaskGroupFactory,
)
from tests.factories.reports import AcceptedReportFactory, ReportFactory

pytestmark = pytest.mark.django_db
AFTER, DURING = date(2031, 1, 1), date(2026, 11, 1)
MET, NOT_MET, NOT_DUE, UNKNOWN = Status.MET, Status.NOT_MET, Status.NOT_DUE, Status.NOT_MEASURABLE


@pytest.fixture
def programme():
    return ReportingProgrammeFactory()


@pytest.fixture
def room(monkeypatch):
    """A room of the test's own, which counts three things in 2026 and four in 2027."""
    monkeypatch.setitem(
        computations._computations,
        "phong-thu",
        computations.Computation("Phòng thử đếm", lambda: {2026: 3, 2027: 4}),
    )


def target(programme, **fields) -> Target:
    return TargetFactory(programme=programme, **{"minimum": 10, "maximum": 10, **fields})


def recorded(programme, key: str) -> Measure:
    """A measure that the portal's own records fill."""
    return TargetMeasureFactory(target=target(programme), source="records", record_key=key)


def typed(measure: Measure, **by_year) -> None:
    for year, value in by_year.items():
        MeasureValueFactory(measure=measure, year=int(year[1:]), value=value)


def statuses(target: Target, today: date = AFTER) -> list[Status | None]:
    result = TargetResult(target, MeasureFigures(target.programme), today)
    return [year.status for year in result.years]


def figures(measure: Measure) -> dict[int, tuple[Decimal, str]]:
    found = TargetResult(measure.target, MeasureFigures(measure.programme), AFTER).figures
    return {figure.year: (figure.value, figure.kind) for figure in found}


class TestWhereAFigureComesFrom:
    def test_what_nobody_has_typed_is_unknown(self, programme):
        assert figures(TargetMeasureFactory(target=target(programme))) == {}

    def test_a_typed_figure_says_its_source(self, programme):
        measure = TargetMeasureFactory(target=target(programme))
        typed(measure, y2026=12)
        [figure] = TargetResult(measure.target, MeasureFigures(programme), AFTER).figures
        assert (figure.shown, figure.kind.label) == ("12", "Sở Công Thương nhập, kèm nguồn")
        assert figure.source == "Báo cáo số 45/BC-SCT"

    def test_only_accepted_reports_are_summed_by_the_year_of_their_quarter(self, programme):
        task = TaskFactory(group=TaskGroupFactory(programme=programme))
        measure = TargetMeasureFactory(
            target=target(programme), source="reports", task_number=task.number
        )
        for year, quarter, value in ((2026, 1, 2), (2026, 4, 3), (2027, 1, 7)):
            AcceptedReportFactory(task=task, year=year, quarter=quarter, figures={measure: value})
        opened = AcceptedReportFactory(task=task, quarter=2, figures={measure: 50})
        opened.unlock("Sai số liệu", UserFactory())
        sent = ReportFactory(task=task, quarter=3)
        sent.figures.create(measure=measure, value=90)
        sent.submit(UserFactory())
        assert figures(measure) == {2026: (5, "reports"), 2027: (7, "reports")}

    def test_the_portals_records_are_counted_by_the_room_that_registered(self, programme, room):
        measure = TargetMeasureFactory(
            target=target(programme), source="records", record_key="phong-thu"
        )
        assert figures(measure) == {2026: (3, "records"), 2027: (4, "records")}
        [figure, _] = TargetResult(measure.target, MeasureFigures(programme), AFTER).figures
        assert figure.source == "Phòng thử đếm: 3"

    def test_a_room_that_has_gone_leaves_nothing_and_breaks_nothing(self, programme):
        measure = TargetMeasureFactory(
            target=target(programme), source="records", record_key="da-bo"
        )
        assert figures(measure) == {}

    def test_a_typed_figure_stands_until_one_is_computed(self, programme, room):
        measure = TargetMeasureFactory(
            target=target(programme), source="records", record_key="phong-thu"
        )
        typed(measure, y2026=100, y2028=1)
        assert figures(measure)[2026] == (3, "records")
        assert figures(measure)[2028] == (1, "typed")

    def test_an_amended_target_keeps_its_figures(self, programme):
        measure = TargetMeasureFactory(target=target(programme))
        typed(measure, y2026=12)
        new = measure.target.amend(AmendmentFactory(programme=programme))
        assert statuses(new)[0] == MET


class TestTheRule:
    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ({}, [UNKNOWN] * 5),
            ({"y2026": 10}, [MET, *[UNKNOWN] * 4]),
            ({"y2026": 9, "y2027": 0}, [NOT_MET, NOT_MET, *[UNKNOWN] * 3]),
        ],
    )
    def test_a_yearly_target_is_judged_year_by_year(self, programme, values, expected):
        measure = TargetMeasureFactory(target=target(programme))
        typed(measure, **values)
        assert statuses(measure.target) == expected

    def test_a_year_that_goes_on_can_be_met_but_not_missed(self, programme):
        measure = TargetMeasureFactory(target=target(programme))
        typed(measure, y2026=9)
        assert statuses(measure.target, DURING) == [NOT_DUE] * 5
        measure.values.update(value=10)
        assert statuses(measure.target, DURING) == [MET, *[NOT_DUE] * 4]

    def test_the_upper_end_of_a_range_is_no_limit(self, programme):
        measure = TargetMeasureFactory(target=target(programme, minimum=50, maximum=100))
        typed(measure, y2026=120, y2027=49)
        assert statuses(measure.target)[:2] == [MET, NOT_MET]

    def test_a_target_by_a_year_adds_up_and_is_missed_only_with_a_figure_of_that_year(
        self, programme
    ):
        measure = TargetMeasureFactory(
            target=target(programme, minimum=2, maximum=2, period="by_year", by_year=2029)
        )
        typed(measure, y2026=1)
        assert statuses(measure.target) == [NOT_DUE, NOT_DUE, NOT_DUE, UNKNOWN, None]
        typed(measure, y2029=0)
        assert statuses(measure.target)[3] == NOT_MET
        typed(measure, y2027=1)
        assert statuses(measure.target) == [NOT_DUE, MET, MET, MET, None]

    def test_an_alternative_is_as_good(self, programme):
        subzones = target(programme, minimum=2, maximum=2, period="by_year", by_year=2030)
        main = TargetMeasureFactory(target=subzones, unit_vi="phân khu")
        park = TargetMeasureFactory(
            target=subzones, unit_vi="khu công nghiệp", alternative_minimum=1
        )
        typed(main, y2030=1)
        assert statuses(subzones)[-1] == UNKNOWN, "nobody has said whether there is a park"
        typed(park, y2030=0)
        assert statuses(subzones)[-1] == NOT_MET
        park.values.update(value=1)
        assert statuses(subzones)[-1] == MET

    def test_every_two_years_the_two_years_count_together(self, programme):
        measure = TargetMeasureFactory(
            target=target(programme, minimum=1, maximum=1, period="every_two_years")
        )
        typed(measure, y2027=1, y2028=0, y2029=0)
        assert statuses(measure.target) == [NOT_DUE, MET, MET, NOT_MET, UNKNOWN]

    def test_yes_is_met_and_no_is_not(self, programme):
        database = TargetFactory(programme=programme, period="by_year", by_year=2027)
        measure = TargetMeasureFactory(target=database, is_yes_no=True)
        typed(measure, y2026=0, y2027=0)
        assert statuses(database)[:2] == [NOT_DUE, NOT_MET]
        measure.values.filter(year=2027).update(value=1)
        assert statuses(database)[:2] == [NOT_DUE, MET]
        shown = [f.shown for f in TargetResult(database, MeasureFigures(programme), AFTER).figures]
        assert shown == ["không", "có"]

    def test_a_sum_that_lacks_a_quarter_misses_nothing(self, programme):
        task = TaskFactory(group=TaskGroupFactory(programme=programme))
        measure = TargetMeasureFactory(
            target=target(programme), source="reports", task_number=task.number
        )
        for quarter in (1, 2, 3):
            AcceptedReportFactory(task=task, quarter=quarter, figures={measure: 1})
        AcceptedReportFactory(task=task, quarter=4, role="coordinating", figures={measure: 1})
        assert statuses(measure.target)[0] == UNKNOWN, "the lead has not told of the fourth"
        AcceptedReportFactory(task=task, quarter=4, figures={measure: 1})
        assert statuses(measure.target)[0] == NOT_MET

    def test_quarters_before_the_decision_was_signed_are_not_missed(self, programme):
        programme.signed_on = date(2026, 7, 5)
        programme.save()
        task = TaskFactory(group=TaskGroupFactory(programme=programme))
        measure = TargetMeasureFactory(
            target=target(programme), source="reports", task_number=task.number
        )
        for quarter in (3, 4):
            AcceptedReportFactory(task=task, quarter=quarter, figures={measure: 1})
        assert statuses(measure.target)[0] == NOT_MET

    def test_without_a_level_or_a_measure_nothing_is_judged(self, programme):
        assert statuses(target(programme)) == [None] * 5
        measure = TargetMeasureFactory(target=target(programme, minimum=None, maximum=None))
        typed(measure, y2026=3)
        assert statuses(measure.target) == [None] * 5
