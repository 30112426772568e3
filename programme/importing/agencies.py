"""The import of agencies."""

from collections.abc import Iterable

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.imports.cells import Notes
from core.imports.columns import CellReader, ImportColumn, Option
from core.imports.importers import Importer
from core.imports.outcomes import GOOD, RowOutcome
from core.imports.rows import ParsedRow
from core.text import slug_of
from programme.importing.agency_cells import AgencyWords
from programme.models import Agency


class AgencyImporter(Importer):
    """Agencies by their names; a code that is left blank is made of the name."""

    name = "programme_agencies"
    model = Agency
    key = ("name_vi",)
    columns = {
        "name_vi": ImportColumn("Tên đơn vị", ("tên", "cơ quan", "đơn vị", "name", "name_vi")),
        "name_en": ImportColumn("Tên tiếng Anh", ("english name", "name_en")),
        "code": ImportColumn("Mã", ("mã đơn vị", "code"), help="để trống: đặt theo tên"),
        "kind": ImportColumn("Loại", ("loại đơn vị", "kind"), help="cần có với đơn vị mới"),
        "parent": ImportColumn(
            "Trực thuộc",
            ("đơn vị cấp trên", "cơ quan chủ quản", "parent"),
            help="tên hoặc mã; đơn vị cấp trên cùng tệp thì đứng ở dòng trên",
        ),
        "role": ImportColumn("Vai trò trong Chương trình", ("vai trò", "role")),
    }

    def instructions(self) -> Iterable[str]:
        yield from super().instructions()
        yield _("Đơn vị được nhận ra theo tên, có hay không có dấu; đã có thì giữ tên đang ghi.")

    @cached_property
    def _agencies(self) -> AgencyWords:
        return AgencyWords()

    def readers(self) -> dict[str, CellReader]:
        parent = _ParentReader(self._agencies, self.columns["parent"].heading)
        return {**super().readers(), "parent": parent}

    def find(self, key: dict[str, object]) -> Agency | None:
        return Agency.objects.filter(**key).first()

    def prepare(self, record: Agency) -> None:
        if not record.code:
            record.code = slug_of(record.name_vi, Agency._meta.get_field("code").max_length)

    def _apply(self, row: ParsedRow) -> RowOutcome:
        """Know each agency that is taken, so that the rows below may stand under it.

        One that is known under this name, marks or none, keeps the name that it has.
        """
        name = row.values.get("name_vi")
        if name and self._agencies.knows(name):
            row.values["name_vi"] = self._agencies.find(name).name_vi
        outcome = super()._apply(row)
        if outcome.result in GOOD:
            self._agencies.take(self._by_key[(row.values["name_vi"],)].record)
        return outcome


class _ParentReader:
    """Reads the name of one agency."""

    def __init__(self, agencies: AgencyWords, heading: str) -> None:
        self.agencies, self.heading = agencies, heading

    def parse(self, text: str, notes: Notes) -> Agency:
        return self.agencies.find(text)

    def options(self) -> list[Option]:
        return self.agencies.options()
