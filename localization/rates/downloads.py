"""Published rates as files: a row for each target, baseline and publication. Download only."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import tablib
from django.utils.translation import gettext as _

from localization.models import Rate
from localization.rates.industries import Goal, IndustryRates
from localization.rates.totals import CityTotal


def as_table(rates: Iterable[IndustryRates], totals: Iterable[CityTotal] = ()) -> tablib.Dataset:
    """Return rates as a table for CSV and XLSX; empty cells are what nobody has measured."""
    rows = [row for each in rates for row in _rows(each)]
    rows += [_total(total) for total in totals]
    return tablib.Dataset(*rows, headers=_headings())


def as_document(rates: Iterable[IndustryRates], totals: Iterable[CityTotal] = ()) -> dict[str, Any]:
    """Return rates as JSON, by industry; what nobody has measured is null."""
    return {
        "industries": [_record(each) for each in rates],
        "city": [
            {
                "year": total.year,
                "kind": total.kind,
                "percent": float(total.percent),
                "weights": total.weights.source,
            }
            for total in totals
        ],
    }


def _headings() -> list[str]:
    return [
        *(_("Ngành"), _("Phân ngành"), _("Nội dung"), _("Năm"), _("Tỷ lệ (%)")),
        *(_("Cận dưới 95% (%)"), _("Cận trên 95% (%)"), _("Đánh giá"), _("Công thức")),
        *(_("Nguồn"), _("Tài liệu"), _("Địa chỉ tài liệu"), _("Ngày công bố")),
        *(_("Phạm vi"), _("Lý do sửa đổi"), _("Đứt gãy chuỗi"), _("Đang dùng")),
        _("Dữ liệu minh họa"),
    ]


def _rows(rates: IndustryRates) -> Iterator[list[Any]]:
    name = rates.industry.name
    if rates.baseline is not None:
        ground = rates.confirmed.source if rates.confirmed else _("suy luận, chưa xác nhận")
        head = [name, None, _("Mức cơ sở"), rates.start[0], float(rates.baseline)]
        yield [*head, *[None] * 4, ground, *[None] * 8]
    for goal in rates.goals:
        head = [name, None, _("Mục tiêu"), goal.year, _number(goal.reached), None, None]
        yield [*head, goal.judgement.label, None, _sources(goal), *[None] * 8]
    for rate in rates.publications:
        yield _publication(rate, rate.pk in rates.in_force)


def _sources(goal: Goal) -> str:
    return "; ".join(target.source for target in (goal.increase, goal.level) if target)


def _publication(rate: Rate, is_in_force: bool) -> list[Any]:
    subsector = rate.subsector.name if rate.subsector_id else None
    return [
        *(rate.industry.name, subsector, str(rate.get_kind_display()), rate.year),
        *(float(rate.percent), _number(rate.low), _number(rate.high), None, str(rate.method)),
        *(rate.source, rate.document, rate.document_url or None, f"{rate.published_on:%d/%m/%Y}"),
        *(rate.scope, rate.revision_reason or None, rate.break_note or None),
        *(_("có") if is_in_force else _("không"), _("có") if rate.is_demo else None),
    ]


def _total(total: CityTotal) -> list[Any]:
    head = [_("Toàn Thành phố"), None, str(total.kind.label), total.year, float(total.percent)]
    return [*head, *[None] * 4, total.weights.source, *[None] * 8]


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _record(rates: IndustryRates) -> dict[str, Any]:
    return {
        "industry": rates.industry.slug,
        "name_vi": rates.industry.name_vi,
        "name_en": rates.industry.name_en,
        "baseline": {
            "percent": _number(rates.baseline),
            "year": rates.start[0],
            "is_confirmed": rates.confirmed is not None,
        },
        "targets": [_target(goal) for goal in rates.goals],
        "publications": [
            _published(rate, rate.pk in rates.in_force) for rate in rates.publications
        ],
    }


def _target(goal: Goal) -> dict[str, Any]:
    return {
        "year": goal.year,
        "increase": goal.increase and float(goal.increase.percent),
        "level": _number(goal.reached),
        "verdict": goal.judgement.verdict,
        "decided_by_year": goal.judgement.point and goal.judgement.point.year,
        "sources": _sources(goal),
    }


def _published(rate: Rate, is_in_force: bool) -> dict[str, Any]:
    return {
        "subsector": rate.subsector.slug if rate.subsector_id else None,
        "year": rate.year,
        "kind": rate.kind,
        "percent": float(rate.percent),
        "interval_95": None if rate.low is None else [float(rate.low), float(rate.high)],
        "method": {"code": rate.method.code, "version": rate.method.number},
        "scope": rate.scope,
        "source": rate.source,
        "document": rate.document,
        "document_url": rate.document_url or None,
        "published_on": rate.published_on.isoformat(),
        "revision_reason": rate.revision_reason or None,
        "break": rate.break_note or None,
        "is_in_force": is_in_force,
        "is_demo": rate.is_demo,
    }
