"""All lines of a consolidated report as a table: one row a task and report."""

from collections.abc import Iterator

import tablib

from programme.models import ConsolidatedReport
from programme.snapshot import GroupSummary, PeriodSnapshot, ReportSummary, TaskSummary

TASK_HEADINGS = (
    "Nhóm", "Số nhiệm vụ", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian", "Tình trạng", "Tiến độ",
)  # fmt: skip
REPORT_HEADINGS = (
    "Đơn vị báo cáo", "Vai trò", "Quý", "Ngày báo cáo", "Trễ hạn", "Nhập sau", "Kết quả", "Số liệu",
    "Khó khăn, vướng mắc", "Đề xuất, kiến nghị",
)  # fmt: skip


def as_table(report: ConsolidatedReport) -> tablib.Dataset:
    """Return the table; a task without a report has a row too."""
    headings = (*TASK_HEADINGS, *REPORT_HEADINGS)
    title = f"{report.period_code}{' (tạm thời)' if report.is_interim else ''}"
    return tablib.Dataset(*_rows(report.snapshot), headers=headings, title=title)


def _rows(snapshot: PeriodSnapshot) -> Iterator[list[str]]:
    blank = [""] * len(REPORT_HEADINGS)
    for group in snapshot.groups:
        for task in group.tasks:
            for cells in [_report_cells(report) for report in task.reports] or [blank]:
                yield [*_task_cells(group, task), *cells]


def _task_cells(group: GroupSummary, task: TaskSummary) -> list[str]:
    return [
        f"{group.number}. {group.title}",
        *(task.number, task.content, task.leads, task.coordinating),
        *(task.timeframe, task.status, task.progress),
    ]


def _report_cells(report: ReportSummary) -> list[str]:
    return [
        *(report.agency, report.role, report.quarter, report.reported_on),
        "có" if report.is_late else "",
        "có" if report.is_afterwards else "",
        report.results,
        "; ".join(report.figures),
        *(report.difficulties, report.proposals),
    ]
