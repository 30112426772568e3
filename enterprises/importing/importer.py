"""The enterprise's import of rows, with a check and a writing of its own for many thousands."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.imports.importers import CheckedFile, Importer, Then
from core.imports.rows import Row
from core.models import SpreadsheetImport
from enterprises.importing import row_checks, writing
from enterprises.importing.column_aliases import COLUMNS, PLACE_HINTS
from enterprises.importing.columns import PlainColumn
from enterprises.importing.enterprise import loaded_columns
from enterprises.models import Enterprise
from enterprises.search.entries import reindex


class EnterpriseImporter(Importer):
    """Rows about enterprises: found by tax code, or else by name and address."""

    name = "enterprises"
    model = Enterprise
    columns = {**COLUMNS, **PLACE_HINTS}
    required = ("legal_name",)
    name_label = gettext_lazy("Tên doanh nghiệp")
    preview_text = gettext_lazy(
        "Đây là bản xem trước, chưa ghi gì. Hãy xem các dòng nghi trùng, rồi xác nhận để nhập toàn "
        "bộ tệp."
    )
    groups = Enterprise.Locality.choices
    groups_label = gettext_lazy("Địa bàn của các dòng mới:")

    def instructions(self) -> Iterator[str]:
        yield _(
            "Chỉ cột “Tên doanh nghiệp” là bắt buộc; ô có nhiều giá trị thì cách nhau bằng dấu "
            "chấm phẩy."
        )
        yield _(
            "Ô trống không xóa thông tin đang có. Dòng có mã số thuế, hoặc tên và địa chỉ, đã có "
            "trong cơ sở dữ liệu thì cập nhật bản ghi đó."
        )
        yield _("Dòng nghi trùng được nhập nhưng chưa công bố, chờ cán bộ kết luận.")
        yield from self.common_instructions()
        yield _(
            "Lỗi gõ thường gặp (số 0 bị mất, địa chỉ viết dính, dấu rời, chữ Ð) được sửa, và từng "
            "chỗ sửa được ghi trong báo cáo."
        )
        yield _(
            "Dòng có nơi đặt ngoài địa bàn Thành phố (theo cột tỉnh, quốc gia hoặc địa chỉ) được "
            "nhập nhưng không công bố, kèm lý do. Hồ sơ do doanh nghiệp tự quản lý thì nhận đề "
            "nghị chờ xét duyệt, không bị ghi đè."
        )
        yield _(
            "Các dòng cùng mã số thuế ở nhiều nơi là các cơ sở: nơi đầu tiên không gọi là nhà máy, "
            "chi nhánh mang mã số thuế, các nơi khác thành bản ghi riêng."
        )
        yield _("Ảnh và tài liệu không nằm trong bảng tính: nhập và xuất đều không động đến chúng.")

    def what_is_left(self, counts: dict[str, int]) -> Iterator[tuple[str, str]]:
        if number := counts.get("doubtful"):
            url = reverse("admin:enterprises_enterprise_changelist")
            text = _("%(in_doubt)s doanh nghiệp nghi trùng đang chờ kết luận, chưa công bố.")
            yield f"{url}?in_doubt=1", text % {"in_doubt": number}

    def check(self, rows: Iterable[Row], job: SpreadsheetImport) -> CheckedFile:
        return row_checks.check(rows, job, self.row_reader(job))

    def readers(self) -> dict[str, PlainColumn]:
        return loaded_columns()

    def write(self, checked: CheckedFile, by: User | None, reason: str, then: Then) -> None:
        writing.write(checked.records, by, reason, then)

    def after_write(self, keys: list[int]) -> None:
        reindex(Enterprise.objects.filter(pk__in=keys))
