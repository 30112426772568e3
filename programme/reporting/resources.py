"""The matrix as files: for CSV and XLSX in words as on the page, for JSON each count."""

from collections.abc import Sequence

import tablib
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from programme.periods import Period
from programme.reporting.fulfilment import Timeliness
from programme.reporting.matrix import AgencyRow, Compliance, ComplianceTally, Matrix


def as_table(matrix: Matrix) -> tablib.Dataset:
    """Return a row per agency and one for all; a quarter has the worst state first, with counts."""
    headers = [
        _("Mã"),
        _("Đơn vị"),
        *(capfirst(str(quarter)) for quarter in matrix.quarters),
        _("Số báo cáo phải gửi"),
        *(timeliness.label for timeliness in Timeliness),
        _("Nhập sau"),
        _("Đã đến hạn"),
        _("Đúng hạn, phần trăm số đã đến hạn"),
    ]
    table = tablib.Dataset(headers=headers)
    for row in matrix.rows:
        words = _words(row.by_quarter)
        table.append([row.agency.code, row.agency.name, *words, *_figures(row.total)])
    table.append(["", _("Cộng"), *_words(matrix.by_quarter), *_figures(matrix.total)])
    return table


def _words(by_quarter: Sequence[tuple[Period, ComplianceTally | None]]) -> list[str]:
    return [_in_words(tally) if tally else "" for _quarter, tally in by_quarter]


def _in_words(tally: ComplianceTally) -> str:
    return "; ".join(f"{timeliness.short} {n}/{tally.owed}" for timeliness, n in tally.parts)


def _figures(tally: ComplianceTally) -> list[object]:
    counts = [tally.counts[timeliness] for timeliness in Timeliness]
    percent = "" if tally.percent is None else tally.percent
    return [tally.owed, *counts, tally.afterwards, tally.judged, percent]


def as_document(compliance: Compliance, matrix: Matrix) -> dict:
    """Return the matrix for JSON; shares are of the reports whose deadline was past on the day."""
    programme = compliance.programme
    return {
        "programme": {
            "number": programme.number,
            "title": programme.title_vi,
            "is_demo": programme.is_demo,
        },
        "as_of": compliance.today,
        "quarters": [
            {
                "code": quarter.code,
                "closes": quarter.closes,
                "deadline": programme.deadline(quarter),
                **_record(tally),
            }
            for quarter, tally in matrix.by_quarter
        ],
        "agencies": [_agency(row) for row in matrix.rows],
        "total": _record(matrix.total),
    }


def _agency(row: AgencyRow) -> dict:
    return {
        "code": row.agency.code,
        "name": row.agency.name_vi,
        "quarters": {quarter.code: _record(cell) for quarter, cell in row.by_quarter if cell},
        "total": _record(row.total),
    }


def _record(tally: ComplianceTally) -> dict:
    return {
        "owed": tally.owed,
        **{timeliness.value: tally.counts[timeliness] for timeliness in Timeliness},
        "entered_afterwards": tally.afterwards,
        "past_deadline": tally.judged,
        "on_time_percent": None if tally.percent is None else float(tally.percent),
    }
