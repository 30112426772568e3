"""Products that were handed in as a table: what the filters of the list show."""

from django.utils.translation import gettext_lazy as _
from import_export import resources
from import_export.fields import Field

from core.templatetags.formatting import official_date
from programme.models import Filing


def _column(label: str) -> Field:
    return Field(column_name=label)


class FilingResource(resources.ModelResource):
    """One row for each version of a product."""

    programme = _column(_("Chương trình"))
    task = _column(_("Nhiệm vụ"))
    product = _column(_("Sản phẩm của nhiệm vụ"))
    year = _column(_("Năm"))
    agency = _column(_("Đơn vị nộp"))
    state = _column(_("Tình trạng"))
    kind = _column(_("Loại văn bản"))
    number = _column(_("Số, ký hiệu"))
    signed_on = _column(_("Ngày văn bản"))
    title = _column(_("Trích yếu"))
    link = _column(_("Liên kết"))
    reason = _column(_("Lý do không yêu cầu"))
    correction_reason = _column(_("Lý do đính chính"))

    class Meta:
        model = Filing
        fields = (
            *("programme", "task", "product", "year", "agency"),
            *("state", "kind", "number", "signed_on", "title"),
            *("link", "reason", "correction_reason"),
        )

    def export_field(self, field: Field, filing: Filing, **kwargs) -> object:
        name = self.get_field_name(field)
        return getattr(self, f"_{name}", lambda filing: getattr(filing, name))(filing)

    def _programme(self, filing: Filing) -> str:
        return str(filing.deliverable.task.programme)

    def _task(self, filing: Filing) -> str:
        return filing.deliverable.task.number

    def _product(self, filing: Filing) -> str:
        return str(filing.deliverable)

    def _agency(self, filing: Filing) -> str:
        return filing.agency.printed_name if filing.agency else ""

    def _state(self, filing: Filing) -> str:
        return filing.get_state_display()

    def _kind(self, filing: Filing) -> str:
        return filing.get_kind_display()

    def _signed_on(self, filing: Filing) -> str:
        return official_date(filing.signed_on)
