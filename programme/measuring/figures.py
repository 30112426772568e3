"""Every figure of a programme's targets, each with the kind of its source and the source."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from core.templatetags.formatting import figure
from programme.computations import ByYear, computation
from programme.models import Measure, MeasureValue, Programme, Report, ReportFigure, Target
from programme.models.reports import ReportRole


@dataclass(frozen=True)
class MeasureFigure:
    """What one year adds to a measure; not whole where a quarter of the year is missing in it."""

    measure: Measure
    year: int
    value: Decimal
    kind: Measure.Source
    source: str
    is_whole: bool = True

    @property
    def shown(self) -> str:
        """The value in the reader's form, yes or no where that is all it says."""
        if self.measure.is_yes_no:
            return _("có") if self.value else _("không")
        return figure(self.value)


class MeasureFigures:
    """All figures of one programme, read in a constant number of queries."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.measures = defaultdict(list)  # by the target's code, which outlives amendments
        rows = Measure.objects.filter(programme=programme).exclude(target=None)
        for measure in rows.select_related("target"):
            self.measures[measure.target.code].append(measure)

    def of(self, target: Target) -> list[Measure]:
        return self.measures[target.code]

    def in_year(self, measure: Measure, year: int) -> MeasureFigure | None:
        """Return the year's figure: as computed, else as typed; None where nobody knows."""
        return self._compute[measure.source](measure, year) or self._typed_in(measure, year)

    @property
    def _compute(self) -> dict[str, Callable[[Measure, int], MeasureFigure | None]]:
        return {
            Measure.Source.TYPED: self._typed_in,
            Measure.Source.REPORTS: self._reported_in,
            Measure.Source.RECORDS: self._recorded_in,
        }

    def _typed_in(self, measure: Measure, year: int) -> MeasureFigure | None:
        row = self._typed.get((measure.pk, year))
        return row and MeasureFigure(measure, year, row.value, Measure.Source.TYPED, row.source)

    def _reported_in(self, measure: Measure, year: int) -> MeasureFigure | None:
        quarters = self._reported.get((measure.pk, year))
        if not quarters:
            return None
        reported = {quarter for quarter, role in quarters if role == ReportRole.LEAD}
        return MeasureFigure(
            measure,
            year,
            sum(value for value, _count in quarters.values()),
            Measure.Source.REPORTS,
            _("%(count)d báo cáo, nhiệm vụ %(number)s")
            % {
                "count": sum(count for _value, count in quarters.values()),
                "number": measure.task_number,
            },
            is_whole=self._quarters_of(year) <= reported,
        )

    def _recorded_in(self, measure: Measure, year: int) -> MeasureFigure | None:
        value = self._recorded(measure.record_key).get(year)
        if value is None:
            return None
        source = f"{computation(measure.record_key).label}: {figure(value)}"
        return MeasureFigure(measure, year, Decimal(value), Measure.Source.RECORDS, source)

    def _quarters_of(self, year: int) -> set[int]:
        """Return the quarters of a year on which the programme could be reported at all."""
        signed = self.programme.signed_on
        return {q.number for q in self.programme.quarters if q.year == year and q.closes >= signed}

    @cached_property
    def _typed(self) -> dict[tuple[int, int], MeasureValue]:
        rows = MeasureValue.objects.filter(measure__programme=self.programme)
        return {(row.measure_id, row.year): row for row in rows}

    @cached_property
    def _reported(self) -> dict[tuple[int, int], dict]:
        """By measure and year: for each quarter and role the sum and the number of reports."""
        rows = ReportFigure.objects.filter(
            measure__programme=self.programme, report__state=Report.State.ACCEPTED
        )
        counted = rows.order_by().values_list(
            "measure", "report__year", "report__quarter", "report__role"
        )
        found = defaultdict(dict)
        for measure, year, quarter, role, total, count in counted.annotate(
            Sum("value"), Count("report")
        ):
            found[measure, year][quarter, role] = (total, count)
        return found

    def _recorded(self, key: str) -> ByYear:
        if key not in self._by_key:
            known = computation(key)
            self._by_key[key] = known.compute() if known else {}
        return self._by_key[key]

    @cached_property
    def _by_key(self) -> dict[str, ByYear]:
        return {}
