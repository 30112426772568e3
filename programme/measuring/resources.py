"""Targets and their results as files: a row for each target, year and measure. Download only."""

from collections.abc import Iterator
from decimal import Decimal

import tablib
from django.utils.translation import gettext as _

from programme.measuring.figures import MeasureFigure
from programme.measuring.results import TargetResult, YearResult
from programme.models import Measure, Programme, Target


def as_table(results: list[TargetResult]) -> tablib.Dataset:
    """Return the results as a table for CSV and XLSX."""
    rows = [row for result in results for row in _rows(result)]
    return tablib.Dataset(*rows, headers=_headings())


def as_document(programme: Programme, results: list[TargetResult]) -> dict:
    """Return the results as JSON: what nobody knows is null."""
    return {
        "programme": {"number": programme.number, "title": programme.title_vi},
        "count": len(results),
        "targets": [_record(result) for result in results],
    }


def _headings() -> list[str]:
    return [
        _("Mục"),
        _("Chỉ tiêu"),
        _("Kỳ"),
        _("Đến năm"),
        _("Mức thấp nhất"),
        _("Mức cao nhất"),
        _("Đơn vị tính"),
        _("Số đo"),
        _("Mức thay thế"),
        _("Năm"),
        _("Kết quả"),
        _("Đơn vị tính của kết quả"),
        _("Loại nguồn"),
        _("Nguồn"),
        _("Tình trạng"),
    ]


def _rows(result: TargetResult) -> Iterator[list]:
    head = _head(result.target)
    if not result.measures:
        place = str(result.elsewhere.label) if result.elsewhere else None
        yield [*head, *[None] * 6, place, None]
    for year in result.years if result.measures else []:
        by_measure = {figure.measure: figure for figure in year.figures}
        for measure in result.measures:
            yield [*head, *_result_cells(measure, year, by_measure.get(measure))]


def _head(target: Target) -> list:
    period = target.get_period_display()
    levels = (_number(target.minimum), _number(target.maximum))
    return [target.section, target.name, str(period), target.by_year, *levels, target.unit]


def _result_cells(measure: Measure, year: YearResult, figure: MeasureFigure | None) -> list:
    status = str(year.status.label) if year.status else ""
    cells = [None] * 4
    if figure:
        kind = str(figure.kind.label)
        cells = [_value(figure), measure.unit, kind, figure.source]
    return [measure.name, _number(measure.alternative_minimum), year.year, *cells, status]


def _value(figure: MeasureFigure) -> str | int | float:
    return figure.shown if figure.measure.is_yes_no else _number(figure.value)


def _number(value: Decimal | None) -> int | float | None:
    """Return a number that a spreadsheet adds up; None where there is none."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _record(result: TargetResult) -> dict:
    target, place = result.target, result.elsewhere
    return {
        "code": target.code,
        "name_vi": target.name_vi,
        "name_en": target.name_en,
        "section": target.section,
        "period": target.period,
        "by_year": target.by_year,
        "minimum": _number(target.minimum),
        "maximum": _number(target.maximum),
        "unit_vi": target.unit_vi,
        "measures": [_measure(measure) for measure in result.measures],
        "followed_at": place.url if place else None,
        "years": [_year(year) for year in result.years] if result.measures else [],
    }


def _measure(measure: Measure) -> dict:
    return {
        "code": measure.code,
        "name_vi": measure.name_vi,
        "unit_vi": measure.unit_vi,
        "source": measure.source,
        "task": measure.task_number or None,
        "is_yes_no": measure.is_yes_no,
        "alternative_minimum": _number(measure.alternative_minimum),
    }


def _year(year: YearResult) -> dict:
    return {
        "year": year.year,
        "status": year.status,
        "total": _number(year.total),
        "figures": [
            {
                "measure": figure.measure.code,
                "value": _number(figure.value),
                "is_whole": figure.is_whole,
                "source": figure.kind,
                "source_text": figure.source,
            }
            for figure in year.figures
        ],
    }
