"""Schemes as a table: what the filters of the list show, for those who see the list."""

from django.utils.translation import gettext_lazy as _
from import_export import resources
from import_export.fields import Field

from core.templatetags.formatting import official_date
from programme.models import Scheme


def _column(label: str) -> Field:
    return Field(column_name=label)


class SchemeResource(resources.ModelResource):
    """One row for each scheme."""

    title = _column(_("Tên đề án"))
    programme = _column(_("Chương trình"))
    tasks = _column(_("Nhiệm vụ"))
    agency = _column(_("Đơn vị xây dựng"))
    cost = _column(_("Kinh phí dự kiến (đồng)"))
    enterprises = _column(_("Doanh nghiệp áp dụng"))
    state = _column(_("Tình trạng"))
    opinion = _column(_("Ý kiến Sở Công Thương"))
    decision = _column(_("Số quyết định, văn bản"))
    decided_on = _column(_("Ngày quyết định, văn bản"))

    class Meta:
        model = Scheme
        fields = (
            *("title", "programme", "tasks", "agency", "cost"),
            *("enterprises", "state", "opinion", "decision", "decided_on"),
        )

    def export_field(self, field: Field, scheme: Scheme, **kwargs) -> object:
        return getattr(self, f"_{self.get_field_name(field)}")(scheme)

    def _title(self, scheme: Scheme) -> str:
        return scheme.title

    def _programme(self, scheme: Scheme) -> str:
        return str(scheme.programme)

    def _tasks(self, scheme: Scheme) -> str:
        return "; ".join(task.number for task in scheme.tasks.all())

    def _agency(self, scheme: Scheme) -> str:
        return scheme.agency.printed_name

    def _cost(self, scheme: Scheme) -> int:
        return scheme.cost

    def _enterprises(self, scheme: Scheme) -> str:
        return "; ".join(scheme.enterprises.split("\n"))

    def _state(self, scheme: Scheme) -> str:
        return scheme.get_state_display()

    def _opinion(self, scheme: Scheme) -> str:
        return "; ".join(
            f"{each}, {official_date(each.signed_on)}" for each in scheme.opinions.all()
        )

    def _decision(self, scheme: Scheme) -> str:
        return scheme.decision_number

    def _decided_on(self, scheme: Scheme) -> str:
        return official_date(scheme.decided_on) if scheme.decided_on else ""
