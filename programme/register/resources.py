"""The register as files: what the filters show, with every cell in doubt marked as such.

Download only: staff change the register in the back office, by decision, task by task.
"""

import tablib
from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from import_export import resources
from import_export.fields import Field

from programme.models import Agency, Programme, Task
from programme.register.papers import TaskPapers


def _names(agencies: list[Agency]) -> str:
    return "; ".join(agency.printed_name for agency in agencies)


def readings(task: Task) -> dict[str, str]:
    """Return what can be read in each cell of the Appendix that the scan may leave open."""
    return {
        "lead": _names(task.leads),
        "coordinating": _names(task.coordinators),
        "deliverable": "; ".join(item.name_vi for item in task.deliverables.all()),
        "timeframe": task.timeframe,
        "note": task.note,
    }


def _column(label: str) -> Field:
    return Field(column_name=label)


class TaskResource(resources.Resource):
    """One row for each task, in the columns of the Appendix and its state in the programme."""

    number = _column(gettext_lazy("Số"))
    group = _column(gettext_lazy("Nhóm nhiệm vụ"))
    content_vi = _column(gettext_lazy("Nội dung"))
    content_en = _column(gettext_lazy("Bản dịch tiếng Anh không chính thức"))
    lead = _column(gettext_lazy("Đơn vị chủ trì"))
    coordinating = _column(gettext_lazy("Đơn vị phối hợp"))
    unplaced = _column(gettext_lazy("Đơn vị đọc được, chưa rõ cột"))
    deliverable = _column(pgettext_lazy("of a task", "Sản phẩm"))
    timeframe = _column(gettext_lazy("Thời gian"))
    note = _column(gettext_lazy("Ghi chú"))
    status = _column(gettext_lazy("Tình trạng"))
    status_note = _column(gettext_lazy("Ghi chú tình trạng"))
    status_updated_at = _column(gettext_lazy("Cập nhật tình trạng"))
    open_cells = _column(gettext_lazy("Chưa xác minh từ bản quét"))
    products = _column(gettext_lazy("Sản phẩm đã nộp"))
    schemes = _column(gettext_lazy("Đề án đã được phê duyệt"))

    def __init__(self, papers: TaskPapers, **kwargs) -> None:
        super().__init__(**kwargs)
        self.papers = papers

    def export_field(self, field: Field, task: Task, **kwargs) -> str:
        name = self.get_field_name(field)
        if name in (cells := readings(task)):
            return self._marked(cells[name], name in task.open_by_cell)
        return getattr(self, f"_{name}", lambda task: getattr(task, name))(task)

    def _marked(self, text: str, is_open: bool) -> str:
        mark = _("[chưa xác minh từ bản quét]")
        return f"{text} {mark}".strip() if is_open else text

    def _group(self, task: Task) -> str:
        return task.group.heading

    def _unplaced(self, task: Task) -> str:
        return _names(task.unplaced)

    def _status(self, task: Task) -> str:
        return task.get_status_display()

    def _status_updated_at(self, task: Task) -> str:
        when = task.status_updated_at
        return localtime(when).isoformat(timespec="minutes") if when else ""

    def _open_cells(self, task: Task) -> str:
        cells = task.open_by_cell.values()
        return "; ".join(f"{cell.get_cell_display()}: {cell.reason}" for cell in cells)

    def _products(self, task: Task) -> str:
        return self.papers.products_line(task)

    def _schemes(self, task: Task) -> str:
        return self.papers.schemes_line(task)


def as_table(programme: Programme, tasks: QuerySet[Task]) -> tablib.Dataset:
    """Return the tasks as a table for CSV and XLSX."""
    return TaskResource(TaskPapers(programme)).export(tasks)


def as_document(programme: Programme, tasks: QuerySet[Task]) -> dict:
    """Return the tasks as JSON: a cell in doubt is null, its reading is in open_cells."""
    papers = TaskPapers(programme)
    return {
        "programme": {
            "number": programme.number,
            "signed_on": programme.signed_on,
            "title": programme.title_vi,
            "is_demo": programme.is_demo,
            "first_year": programme.first_year,
            "last_year": programme.last_year,
        },
        "count": len(tasks),
        "tasks": [{**_record(task), **papers.as_data(task)} for task in tasks],
    }


def _record(task: Task) -> dict:
    cells, in_doubt = readings(task), task.open_by_cell
    return {
        "number": task.number,
        "group": {"number": task.group.number, "title": task.group.title_vi},
        "content_vi": task.content_vi,
        "content_en": task.content_en,
        **{name: None if name in in_doubt else text for name, text in cells.items()},
        "lead_codes": [] if "lead" in in_doubt else [a.code for a in task.leads],
        "unplaced_agencies": [agency.printed_name for agency in task.unplaced],
        "recurrence": None if "timeframe" in in_doubt else task.recurrence,
        "first_year": task.first_year,
        "last_year": task.last_year,
        "status": task.status,
        "status_note": task.status_note,
        "status_updated_at": task.status_updated_at,
        "open_cells": [
            {
                "cell": name,
                "read": cells[name],
                "reason_vi": cell.reason_vi,
                "reason_en": cell.reason_en,
            }
            for name, cell in in_doubt.items()
        ],
        "address": task.get_absolute_url(),
    }
