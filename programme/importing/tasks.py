"""The import of a programme's tasks: one row makes a task, its group, agencies and products."""

from collections.abc import Iterable, Iterator

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import User
from core.batches import batches
from core.imports.cells import Notes
from core.imports.columns import CellReader, FieldReader, ImportColumn
from core.imports.importers import CHUNK, ChangedMeanwhile, CheckedFile, Importer, Then
from core.imports.rows import Row
from core.models import SpreadsheetImport
from programme.importing.agency_cells import AgenciesReader, AgencyWords, parts_of
from programme.importing.numbers import read_group, read_number
from programme.importing.task_rows import PLAIN, ImportedTask, TaskRows
from programme.models import Deliverable, Programme, Task

LONGEST = Deliverable._meta.get_field("name_vi").max_length


def _products(text: str, notes: Notes) -> list[str]:
    """Return the products that a cell names; ValueError for one that is no name."""
    products = parts_of(text)
    if any(len(product) > LONGEST for product in products):
        raise ValueError(_("mỗi sản phẩm tối đa %(most)d ký tự") % {"most": LONGEST})
    return products


class TaskImporter(Importer):
    """Tasks of one programme by their numbers; what a known one has is never taken away."""

    name = "programme_tasks"
    model = Task
    into_model = Programme
    takes_sections = True
    required = ("content_vi", "number")
    columns = {
        "content_vi": ImportColumn(
            "Nội dung",
            ("nội dung nhiệm vụ", "nhiệm vụ", "tên nhiệm vụ", "nội dung công việc", "content",
             "nội dung thực hiện", "nhiệm vụ, giải pháp", "content_vi"),
            example="Tổ chức kết nối cung cầu hàng năm",
        ),
        "number": ImportColumn(
            "Số",
            ("stt", "tt", "số tt", "số thứ tự", "số nhiệm vụ", "number"),
            help="ví dụ 1.10 (để cột ở dạng chữ), hoặc 10 khi đã ghi nhóm",
            parse=read_number,
            example="1.1",
        ),
        "group": ImportColumn(
            "Nhóm",
            ("nhóm nhiệm vụ", "số nhóm", "tên nhóm", "group"),
            help="số, hoặc số và tên: nhóm chưa có thì được lập; tên nhóm có thể là dòng riêng",
            parse=read_group,
            example="1. Mở rộng thị trường",
        ),
        "timeframe": ImportColumn(
            "Thời gian",
            ("thời gian thực hiện", "tiến độ", "thời hạn", "thời gian hoàn thành", "timeframe"),
            example="Hàng năm",
        ),
        "recurrence": ImportColumn("Tính chất thời gian", ("recurrence", "định kỳ")),
        "first_year": ImportColumn("Từ năm", ("năm bắt đầu", "first_year"), example="2026"),
        "last_year": ImportColumn("Đến năm", ("năm kết thúc", "last_year"), example="2030"),
        "lead": ImportColumn(
            "Đơn vị chủ trì",
            ("chủ trì", "cơ quan chủ trì", "đơn vị thực hiện", "lead", "lead_agencies"),
            help="tên hoặc mã; nhiều đơn vị thì cách nhau bằng dấu chấm phẩy",
        ),
        "coordinating": ImportColumn(
            "Đơn vị phối hợp",
            ("phối hợp", "cơ quan phối hợp", "coordinating", "coordinating_agencies"),
            help="như cột Đơn vị chủ trì",
        ),
        "deliverable": ImportColumn(
            "Sản phẩm",
            ("sản phẩm dự kiến", "kết quả", "kết quả, sản phẩm", "sản phẩm, kết quả", "deliverable",
             "deliverables"),
            help="nhiều sản phẩm thì cách nhau bằng dấu chấm phẩy",
            parse=_products,
            example="Báo cáo",
        ),
        "note": ImportColumn("Ghi chú", ("note",)),
        "content_en": ImportColumn(
            "Bản dịch tiếng Anh không chính thức", ("tiếng anh", "content_en")
        ),
    }  # fmt: skip

    def instructions(self) -> Iterator[str]:
        yield _("Cột bắt buộc: “Nội dung”, “Số”. Nhiệm vụ được nhập vào chương trình chọn ở dưới.")
        yield _(
            "Nhiệm vụ đang hiệu lực mang cùng số thì được cập nhật; ô trống không xóa gì; đơn vị, "
            "sản phẩm chỉ được thêm, không bị gỡ."
        )
        yield from self.common_instructions()
        for column in self.columns.values():
            if column.help:
                yield f"{column.heading}: {column.help}"

    def readers(self) -> dict[str, CellReader]:
        agencies = AgencyWords()
        found: dict[str, CellReader] = {}
        for name, column in self.columns.items():
            if name in {"lead", "coordinating"}:
                found[name] = AgenciesReader(agencies, column.heading)
            else:
                field = Task._meta.get_field(name if name in PLAIN else "content_vi")
                found[name] = FieldReader(field, column)
        return found

    def check(self, rows: Iterable[Row], job: SpreadsheetImport) -> CheckedFile:
        checked, reader = CheckedFile(), self.row_reader(job)
        taking = TaskRows(self.into(job), self.headings)
        for chunk in batches(rows, CHUNK):
            checked.outcomes += [taking.take(reader.read(*row)) for row in chunk]
            job.report_progress(len(checked.outcomes))
        checked.unknown = reader.unknown
        checked.records = [
            each for each in taking.records.values() if each.is_new or each.is_changed
        ]
        return checked

    def write(self, checked: CheckedFile, by: User | None, reason: str, then: Then) -> None:
        try:
            with transaction.atomic():
                _lock(checked.records)
                for imported in checked.records:
                    _write(imported, by, reason[:100])
                then([imported.task.pk for imported in checked.records])
        except IntegrityError as error:
            raise ChangedMeanwhile from error


def _lock(records: list[ImportedTask]) -> None:
    """Lock programme and tasks; ChangedMeanwhile where one is not what it was when it was read."""
    programmes = {each.task.group.programme_id for each in records}
    list(Programme.objects.select_for_update().filter(pk__in=programmes).order_by("pk"))
    read = {each.task.pk: each.task.version for each in records if not each.is_new}
    locked = Task.objects.select_for_update(of=("self",)).filter(pk__in=read).order_by("pk")
    if dict(locked.values_list("pk", "version")) != read:
        raise ChangedMeanwhile


def _write(imported: ImportedTask, by: User | None, reason: str) -> None:
    """Save a task with what comes to it; its group first, where that is new."""

    def save(record: Model) -> None:
        record._history_user, record._change_reason = by, reason
        record.save()

    task = imported.task
    if task.group.pk is None:
        save(task.group)
    task.group = task.group  # the key that the group has now
    save(task)
    for row in [*imported.agencies, *imported.deliverables]:
        row.task = task
        save(row)
