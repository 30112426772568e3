"""All lines of a consolidated report as a table: one row a task and report."""

from collections.abc import Iterable

import tablib

from programme.models import ConsolidatedReport

HEADINGS = (
    "Nhóm", "Số nhiệm vụ", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian", "Tình trạng", "Tiến độ",
    "Đơn vị báo cáo", "Vai trò", "Quý", "Ngày báo cáo", "Trễ hạn", "Nhập sau", "Kết quả", "Số liệu",
    "Khó khăn, vướng mắc", "Đề xuất, kiến nghị",
)  # fmt: skip
OF_TASK = ("number", "content", "leads", "coordinating", "timeframe", "status", "progress")
NOTHING = {
    "agency": "", "role": "", "quarter": "", "reported_on": "", "is_late": False,
    "is_afterwards": False, "results": "", "figures": [], "difficulties": "", "proposals": "",
}  # fmt: skip


def as_table(report: ConsolidatedReport) -> tablib.Dataset:
    """A task without a report has a row too: what nobody reported is told as such."""
    return tablib.Dataset(*_rows(report.data), headers=HEADINGS, title=report.period_code)


def _rows(data: dict) -> Iterable[list[str]]:
    for group in data["groups"]:
        for task in group["tasks"]:
            for told in task["reports"] or [NOTHING]:
                yield [
                    f"{group['number']}. {group['title']}",
                    *(task[name] for name in OF_TASK),
                    *(told[name] for name in ("agency", "role", "quarter", "reported_on")),
                    "có" if told["is_late"] else "",
                    "có" if told["is_afterwards"] else "",
                    told["results"],
                    "; ".join(told["figures"]),
                    told["difficulties"],
                    told["proposals"],
                ]
