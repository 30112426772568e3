"""The filters of a list: facets, chips, sort, relaxations and notices, all read from the URL.

The rules of facets are here alone: values of one facet combine with OR, facets with AND, and a
facet is counted with its own choice left aside. A subclass says how many records match conditions
(`count`) and how they divide among the values of a facet (`count_values`); `QuerySetFilterSet`
does so for the ORM, the directory for its search index.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.choices import normalize_choices
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.lists.facets import Chip, Facet, FacetBox, Option, Search
from core.lists.fields import QUERY_LENGTH

# The values in force by filter name: a list of a facet's values, the text of the search box.
Conditions = dict[str, Any]
SHOWN_UNKNOWN = 5  # values that one notice names
SHOWN_UNKNOWN_LENGTH = 50  # characters of each


class FacetedFilterSet(django_filters.FilterSet):
    """The filters and sort keys of a list, wherever its records are."""

    # name in the URL -> (label, order by); the first is the default.
    SORTS: dict[str, tuple[str | Promise, tuple[Any, ...]]]
    # Each subclass says how many records match all of the conditions, and how many of them have
    # each value of a facet.
    count: Callable[[Conditions], int]
    count_values: Callable[[str, Conditions], Mapping[str, int]]
    SHOWN_OPTIONS, MORE_OPTIONS = 8, 24

    q = Search(label="")

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(QueryDict() if data is None else data, *args, **kwargs)
        for name in self.facet_names():
            extra = self.filters[name].extra
            if "choices" in extra:
                # Read once: a form would call the callable again for each look at the choices.
                extra["choices"] = list(normalize_choices(extra["choices"]))

    @property
    def values(self) -> Conditions:
        """The cleaned values of all filters; fields of a list have no errors."""
        self.form.is_valid()
        return self.form.cleaned_data

    def conditions(self, without: Collection[str] = ()) -> Conditions:
        """Return the conditions in force, those of the filters in `without` left aside."""
        aside = {self._condition(name) for name in without}
        return {
            name: value
            for name, value in self.values.items()
            if value and self._condition(name) not in aside
        }

    def _condition(self, name: str) -> str:
        return self.filters[name].condition or name

    @property
    def sort(self) -> str:
        """The chosen sort key, the default where the URL has none or an unknown one."""
        names = [name for name, _label in self.sorts]
        chosen = self.data.get("sort")
        return chosen if chosen in names else names[0]

    @property
    def sorts(self) -> list[tuple[str, str | Promise]]:
        """The sort keys on offer, with their labels."""
        return [(name, label) for name, (label, _order) in self.SORTS.items()]

    @cached_property
    def facets(self) -> list[FacetBox]:
        """The boxes as the page draws them."""
        return self.boxes()

    def boxes(self) -> list[FacetBox]:
        """Return a box for each facet, but for those with one choice that changes nothing."""
        boxes = [self._box(name) for name in self.facet_names()]
        return [box for box in boxes if box.is_open or len(box.options) > 1]

    def facet_names(self) -> Iterator[str]:
        """Return the names of the filters that are facets, in their order."""
        return (name for name, filter_ in self.filters.items() if isinstance(filter_, Facet))

    def _box(self, name: str) -> FacetBox:
        chosen = self.values[name]
        options = [
            Option(value, label, count, value in chosen)
            for value, label, count in self._counted(name)
            if count or value in chosen
        ]
        if len(options) > self.SHOWN_OPTIONS:
            options.sort(key=lambda option: (not option.selected, -option.count))
        shown = options[: self.SHOWN_OPTIONS]
        more = options[self.SHOWN_OPTIONS : self.SHOWN_OPTIONS + self.MORE_OPTIONS]
        return FacetBox(name, self.filters[name].label, shown, more, is_open=bool(chosen))

    def _counted(self, name: str) -> Iterator[tuple[str, str, int]]:
        counts = self.count_values(name, self.conditions(without=[name]))
        for value, label in self.labels(name).items():
            yield value, label, counts.get(value, 0)

    def labels(self, name: str) -> dict[str, str]:
        """Return the label of each value of a facet."""
        return {str(value): str(label) for value, label in self.form.fields[name].choices}

    @cached_property
    def chips(self) -> list[Chip]:
        """Every condition in force, the text of the search box first."""
        chips = []
        for name, value in self.conditions().items():
            if name == "q":
                chips.append(self._chip(name, _("Từ khóa"), value, value))
                continue
            labels, facet = self.labels(name), str(self.filters[name].label)
            chips += [self._chip(name, facet, labels[each], each) for each in value]
        return chips

    def _chip(self, name: str, label: str, text: str, value: str) -> Chip:
        rest = [v for v in self.data.getlist(name) if v != value] if name != "q" else []
        return Chip(name, label, text, value, self.url(**{name: rest}))

    def url(self, **changes: list[str]) -> str:
        """Return this list's URL with other values for some parameters, from its first page."""
        params = self.data.copy()
        for name, values in {"page": [], "after": [], "before": [], **changes}.items():
            params.setlist(name, values)
        return f"?{params.urlencode()}"

    @cached_property
    def relaxations(self) -> list[tuple[Chip, int]]:
        """For an empty list: each condition with the number of records without it."""
        found = []
        for name in dict.fromkeys(chip.name for chip in self.chips):
            if count := self.count(self.conditions(without=[name])):
                found += [(chip, count) for chip in self.chips if chip.name == name]
        return sorted(found, key=lambda pair: -pair[1])

    @property
    def notices(self) -> list[str]:
        """Sentences for the reader about what was ignored in the URL."""
        fields = self.form.fields
        self.form.is_valid()
        unknown = [value for field in fields.values() for value in getattr(field, "unknown", [])]
        notices = []
        if unknown:
            shown = (value[:SHOWN_UNKNOWN_LENGTH] for value in unknown[:SHOWN_UNKNOWN])
            values = ", ".join(f"“{value}”" for value in shown)
            notices.append(_("Bỏ qua giá trị lọc không có: %(values)s.") % {"values": values})
        if fields["q"].was_cut:
            notices.append(
                _("Từ khóa quá dài: chỉ tìm theo %(count)d ký tự đầu.") % {"count": QUERY_LENGTH}
            )
        return notices


class QuerySetFilterSet(FacetedFilterSet):
    """The filters of a list whose records come from the ORM.

    Facets are counted by their `field_name`; a subclass counts those of other facts.
    """

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self.matching(self.conditions(), queryset).order_by(*self.SORTS[self.sort][1])

    def matching(
        self, conditions: Conditions, queryset: QuerySet[Any] | None = None
    ) -> QuerySet[Any]:
        """Return the records that match all of these conditions, of all or of these ones."""
        found = self.queryset.all() if queryset is None else queryset
        for name, value in conditions.items():
            found = self.filters[name].filter(found, value)
        return found

    def count(self, conditions: Conditions) -> int:
        return self.matching(conditions).count()

    def count_values(self, name: str, conditions: Conditions) -> Mapping[str, int]:
        """Count the matching records under each value of the facet's `field_name`."""
        rows = self.matching(conditions).order_by().values_list(self.filters[name].field_name)
        return {str(value): n for value, n in rows.annotate(Count("pk", distinct=True))}

    def matching_keys(self, conditions: Conditions) -> Iterable[int] | None:
        """Return the keys of the records that match; None where there are no conditions."""
        if not conditions:
            return None
        return list(self.matching(conditions).order_by().values_list("pk", flat=True))
