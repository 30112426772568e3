"""The facets of the register."""

from collections.abc import Mapping

from django.db.models import Case, F, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.lists import Conditions, Facet, QuerySetFilterSet
from programme.models import Agency, Programme, Task
from programme.register.counting import UNKNOWN, FacetCounter

NUMBER = ("group__number", "position", "id")
STATUS = Case(*(When(status=status, then=rank) for rank, status in enumerate(Task.Status.values)))
UNVERIFIED = _("Chưa xác minh từ bản quét")
AGENCIES = ("lead", "coordinating", "uncertain")  # facets whose choices are the agencies


def _recurrences() -> list[tuple[str, str]]:
    return [*Task.Recurrence.choices[:-1], (UNKNOWN, UNVERIFIED)]


class TaskFilterSet(QuerySetFilterSet):
    """Search box and facets of one programme's register."""

    SORTS = {
        "number": (_("Số thứ tự"), NUMBER),
        "status": (_("Tình trạng"), (STATUS, *NUMBER)),
        "updated": (
            _("Mới cập nhật"),
            (F("status_updated_at").desc(nulls_last=True), *NUMBER),
        ),
    }

    group = Facet(label=_("Nhóm nhiệm vụ"), choices=[], apply="in_groups")
    status = Facet(label=_("Tình trạng"), choices=Task.Status.choices, apply="with_status")
    lead = Facet(label=_("Đơn vị chủ trì"), choices=[], apply="led_under")
    coordinating = Facet(label=_("Đơn vị phối hợp"), choices=[], apply="coordinated_under")
    uncertain = Facet(label=_("Đơn vị chưa xác minh"), choices=[], apply="uncertainly_under")
    verification = Facet(
        label=_("Xác minh"),
        choices=[("open", _("Còn ô chưa xác minh")), ("verified", _("Đã rõ mọi ô"))],
        apply="verified_as",
    )
    recurrence = Facet(label=_("Tính chất thời gian"), choices=_recurrences, apply="recurring")
    year = Facet(label=_("Năm thực hiện"), choices=[], apply="in_years")

    def __init__(
        self, data: QueryDict | None = None, *args, programme: Programme, **kwargs
    ) -> None:
        super().__init__(data, *args, **kwargs)
        years = range(programme.first_year, programme.last_year + 1)
        agencies = [(each.code, each.name) for each in Agency.objects.in_reading_order()]
        choices = dict.fromkeys(AGENCIES, agencies)
        choices["group"] = [(str(each.number), each.heading) for each in programme.groups.all()]
        choices["year"] = [*((str(year), str(year)) for year in years), (UNKNOWN, UNVERIFIED)]
        for name, own in choices.items():
            self.filters[name].extra["choices"] = own
        self.counter = FacetCounter(self.queryset)

    def count_values(self, name: str, conditions: Conditions) -> Mapping[str, int]:
        return self.counter.count(name, self.matching_keys(conditions))
