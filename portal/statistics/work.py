"""How long work takes, of every kind that rooms register: claims, revisions, questions."""

from decimal import Decimal

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.charts import column_chart
from core.processing_times import Case, TimedProcess, cases_of, open_on, processes, tally
from portal.statistics.tables import Chapter, Row, StatisticsTable, last_months


def chapter(is_demo: bool) -> Chapter:
    """Return what is open now, then each kind of work by month."""
    found = [(process, cases_of(process, is_demo)) for process in processes()]
    return Chapter(
        _("Thời gian xử lý (ngày làm việc)"),
        [_open(found), *(_by_month(process, cases) for process, cases in found)],
    )


def _open(found: list[tuple[TimedProcess, list[Case]]]) -> StatisticsTable:
    rows = []
    for process, cases in found:
        now = open_on(process, cases, localdate())
        url = reverse(process.changelist) if process.changelist else ""
        url += f"?{process.waiting}" if process.waiting else ""
        cells = (str(process.title), now.number, now.longest, process.target_days, now.overdue)
        rows.append(Row(cells, url))
    return StatisticsTable(
        "open",
        _("Đang chờ"),
        (
            *(_("Loại việc"), _("Đang chờ"), _("Chờ lâu nhất (ngày)"), _("Hạn (ngày)")),
            _("Quá hạn"),
        ),
        rows,
        _source(),
        _("Ngày làm việc tính từ ngày sau ngày nhận; “–” là chưa có hoặc không đặt hạn."),
        permission="enterprises.change_enterprise",
    )


def _by_month(process: TimedProcess, cases: list[Case]) -> StatisticsTable:
    rows = [
        Row((str(month), *_cells(process, cases, month.first, month.last)))
        for month in last_months()
    ]
    headings = (
        *(_("Tháng"), _("Nhận"), _("Xong"), _("Trung vị (ngày)"), _("9/10 việc xong trong (ngày)")),
        _("Đúng hạn (%)"),
    )
    drawn = [(row.cells[0], row.cells[3:5]) for row in rows]
    return StatisticsTable(
        process.name,
        process.title,
        headings,
        rows,
        _source(),
        _("%(rule)s Số ngày thuộc về tháng xử lý xong.") % {"rule": process.rule},
        column_chart(drawn, headings[3:5]),
    )


def _cells(
    process: TimedProcess, cases: list[Case], first, last
) -> tuple[int | Decimal | None, ...]:
    counted = tally(process, cases, first, last)
    days = (counted.median, counted.nine_in_ten)
    return (counted.received, counted.done, *days, counted.percent_in_time)


def _source() -> str:
    return _("Bản ghi và lịch sử xử lý trên Cổng.")
