"""An import that only tests have: agencies, declared as the next app would declare its own."""

from django.contrib import admin

from core.imports.admin import ImportAdminMixin
from core.imports.columns import ImportColumn
from core.imports.importers import Importer
from programme.admin.consolidated import ConsolidatedReportAdmin
from programme.models import Agency


class CodedAgencyImporter(Importer):
    """Agencies by their codes."""

    name = "agencies"
    model = Agency
    key = ("code",)
    columns = {
        "name_vi": ImportColumn("Tên đơn vị", ("tên", "cơ quan", "name")),
        "code": ImportColumn("Mã", ("mã đơn vị", "code"), help="ví dụ: so-cong-thuong"),
        "name_en": ImportColumn("Tên tiếng Anh", ("english name",)),
        "kind": ImportColumn("Loại", ("loại đơn vị", "kind")),
        "parent": ImportColumn("Trực thuộc", ("đơn vị cấp trên", "parent")),
        "role": ImportColumn("Vai trò"),
        "succeeded_on": ImportColumn("Kế thừa từ ngày"),
    }
    written: list[int] = []  # what `after_write` was told

    def after_write(self, keys: list[int]) -> None:
        self.written.extend(keys)


class AgencyImportAdmin(ImportAdminMixin, admin.ModelAdmin):
    importer = CodedAgencyImporter


class ReportImportAdmin(ImportAdminMixin, ConsolidatedReportAdmin):
    """Imports beside the pages of transitions that a `RecordAdmin` offers."""
