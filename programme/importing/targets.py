"""The import of a programme's targets."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import User
from core.imports.columns import ImportColumn
from core.imports.importers import CheckedFile, Importer, Then, Values
from core.imports.rows import Row
from core.models import SpreadsheetImport
from core.text import slug_of
from programme.models import Programme, Target


class TargetImporter(Importer):
    """Targets of one programme by their names; a code that is left blank is made of the name."""

    name = "programme_targets"
    model = Target
    into_model = Programme
    key = ("name_vi",)
    columns = {
        "name_vi": ImportColumn("Chỉ tiêu", ("tên chỉ tiêu", "nội dung", "mục tiêu", "name")),
        "code": ImportColumn("Mã", ("mã chỉ tiêu", "code"), help="để trống: đặt theo tên"),
        "section": ImportColumn(
            "Mục của Quyết định", ("mục", "section"), help="ví dụ II.2", example="II.2"
        ),
        "period": ImportColumn("Kỳ", ("kỳ đánh giá", "period")),
        "by_year": ImportColumn(
            "Đến năm", ("năm", "by_year"), help="với kỳ “Đến năm”", example="2030"
        ),
        "minimum": ImportColumn("Mức thấp nhất", ("từ", "tối thiểu", "minimum"), example="10"),
        "maximum": ImportColumn("Mức cao nhất", ("đến", "tối đa", "maximum"), example="10"),
        "unit_vi": ImportColumn(
            "Đơn vị tính", ("đvt", "đơn vị", "unit"), example="doanh nghiệp/năm"
        ),
        "position": ImportColumn("Thứ tự", ("stt", "tt", "position"), example="1"),
        "name_en": ImportColumn("Tên tiếng Anh", ("english name", "name_en")),
        "unit_en": ImportColumn("Đơn vị tính (tiếng Anh)", ("unit_en",)),
    }  # fmt: skip

    programme: Programme

    def instructions(self) -> Iterable[str]:
        yield _("Chỉ tiêu được nhập vào chương trình chọn ở dưới; tên đã có thì cập nhật.")
        yield from super().instructions()

    def check(self, rows: Iterable[Row], job: SpreadsheetImport) -> CheckedFile:
        self.programme = self.into(job)
        places = self._of_programme().order_by("-position").values_list("position", flat=True)
        self._next = (places.first() or 0) + 1
        return super().check(rows, job)

    def write(self, checked: CheckedFile, by: User | None, reason: str, then: Then) -> None:
        if checked.records:
            self.programme = checked.records[0].record.programme
        super().write(checked, by, reason, then)

    def find(self, key: Values) -> Target | None:
        return self._of_programme().filter(**key).first()

    def prepare(self, record: Target) -> None:
        record.programme = self.programme
        if not record.code:
            record.code = slug_of(record.name_vi, Target._meta.get_field("code").max_length)
        if record.position is None:
            record.position, self._next = self._next, self._next + 1

    def _of_programme(self):
        return Target.objects.filter(programme=self.programme, ended_by=None)
