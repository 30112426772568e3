"""The facets of the register."""

from collections.abc import Callable
from functools import partial

from django.db.models import Case, F, QuerySet, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.lists import Facet, FacetedFilterSet
from programme.models import Agency, Programme, Task

NUMBER = ("group__number", "position", "id")
STATUS = Case(*(When(status=status, then=rank) for rank, status in enumerate(Task.Status.values)))
UNVERIFIED = _("Chưa xác minh từ bản quét")


def _recurrences() -> list[tuple[str, str]]:
    return [*Task.Recurrence.choices[:-1], ("unknown", UNVERIFIED)]


def _count_by(path: str) -> Callable[[QuerySet], dict]:
    return lambda found: found.counts_by(path)


# Facets of agencies, and how the tasks under one are chosen.
AGENCIES = {"lead": "led_by", "coordinating": "coordinated_by", "uncertain": "uncertainly_of"}


class TaskFilterSet(FacetedFilterSet):
    """Search box and facets of one programme's register."""

    SORTS = {
        "number": (_("Số thứ tự"), NUMBER),
        "status": (_("Tình trạng"), (STATUS, *NUMBER)),
        "updated": (
            _("Mới cập nhật"),
            (F("status_updated_at").desc(nulls_last=True), *NUMBER),
        ),
    }

    group = Facet(
        label=_("Nhóm nhiệm vụ"),
        choices=[],
        apply="in_groups",
        count=_count_by("group__number"),
    )
    status = Facet(
        label=_("Tình trạng"),
        choices=Task.Status.choices,
        apply="with_status",
        count=_count_by("status"),
    )
    lead = Facet(label=_("Đơn vị chủ trì"), choices=[], apply="led_under", count=None)
    coordinating = Facet(
        label=_("Đơn vị phối hợp"), choices=[], apply="coordinated_under", count=None
    )
    uncertain = Facet(
        label=_("Đơn vị chưa xác minh"), choices=[], apply="uncertainly_under", count=None
    )
    verification = Facet(
        label=_("Xác minh"),
        choices=[("open", _("Còn ô chưa xác minh")), ("verified", _("Đã rõ mọi ô"))],
        apply="verified_as",
        count=lambda found: found.counts_by_verification(),
    )
    recurrence = Facet(
        label=_("Tính chất thời gian"),
        choices=_recurrences,
        apply="recurring",
        count=lambda found: found.counts_by_recurrence(),
    )
    year = Facet(
        label=_("Năm thực hiện"),
        choices=[],
        apply="in_years",
        count=lambda found: found.counts_by_year(),
    )

    def __init__(
        self, data: QueryDict | None = None, *args, programme: Programme, **kwargs
    ) -> None:
        super().__init__(data, *args, **kwargs)
        years = range(programme.first_year, programme.last_year + 1)
        groups = [(str(group.number), group.heading) for group in programme.groups.all()]
        self.filters["group"].extra["choices"] = groups
        self.filters["year"].extra["choices"] = [
            *((str(year), str(year)) for year in years),
            ("unknown", UNVERIFIED),
        ]
        self._name_agencies()
        # Tens of rows, counted some twenty times: by their keys, not each time by what chose them.
        keys = list(self.queryset.order_by().values_list("pk", flat=True))
        self.queryset = Task.objects.filter(pk__in=keys).for_list()

    def _name_agencies(self) -> None:
        """The agencies are read once for all facets that count by them."""
        agencies, under = Agency.objects.in_reading_order(), Agency.objects.found_under()
        for name, choose in AGENCIES.items():
            self.filters[name].extra["choices"] = [(each.code, each.name) for each in agencies]
            self.filters[name].count = partial(_counts_by_agency, choose=choose, under=under)


def _counts_by_agency(found: QuerySet, choose: str, under: dict[int, set[str]]) -> dict:
    return found.counts_by_agency(choose, under)
