"""Facets and chips: the filters of a list, and the boxes and links by which a page shows them."""

from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from core.lists.fields import KnownChoicesField, SearchField
from core.templatetags.formatting import figure


class Facet(django_filters.MultipleChoiceFilter):
    """A filter drawn as a box of choices with counts.

    `apply` is the query set's method that takes the chosen values and returns what matches any of
    them; without it a column or look-up of the model, `field_name`, has one of them. Facets of one
    `condition` are left aside together when either of them is counted.
    """

    field_class = KnownChoicesField

    def __init__(self, *, apply: str = "", condition: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.apply, self.condition = apply, condition

    def filter(self, queryset: QuerySet[Any], values: list[str]) -> QuerySet[Any]:
        if not values:
            return queryset
        if self.apply:
            return getattr(queryset, self.apply)(values)
        return queryset.filter(**{f"{self.field_name}__in": values})


class Search(django_filters.CharFilter):
    """The search box: the query set's `search` method decides what a word finds."""

    field_class = SearchField
    condition = ""

    def filter(self, queryset: Any, value: str) -> QuerySet[Any]:
        return queryset.search(value) if value else queryset


@dataclass(frozen=True)
class Option:
    """One choice of a facet, with how many records it would show."""

    value: str
    label: str
    count: int
    selected: bool


# Drawn in Python: a list page has up to three hundred of them, and as templates they took longer
# than all the rest of the page.
OPTION = """
<label class="facet__option" for="{id}">
<input type="checkbox" id="{id}" name="{name}" value="{value}"{checked}>
<span class="facet__label">{label}</span> <span class="facet__count">{count}</span>
</label>"""


def drawn_options(name: str, options: list[Option]) -> SafeString:
    """Return a checkbox with its count for each option of a facet."""
    drawn = (
        OPTION.format(
            id=escape(f"facet-{name}-{option.value}"),
            name=escape(name),
            value=escape(option.value),
            checked=" checked" if option.selected else "",
            label=escape(option.label),
            count=escape(figure(option.count)),
        )
        for option in options
    )
    return mark_safe("".join(drawn))  # noqa: S308 -- every part is escaped above


@dataclass(frozen=True)
class FacetBox:
    """A facet as the page draws it: the first options, and more of them behind 'more'."""

    name: str
    label: str
    options: list[Option]
    more: list[Option]
    is_open: bool

    @property
    def more_label(self) -> str:
        """The text that opens the other options."""
        number = len(self.more)
        text = ngettext("Thêm %(n)s lựa chọn", "Thêm %(n)s lựa chọn", number)
        return text % {"n": number}

    @cached_property
    def drawn(self) -> SafeString:
        """The first options as HTML."""
        return drawn_options(self.name, self.options)

    @cached_property
    def drawn_more(self) -> SafeString:
        """The other options as HTML."""
        return drawn_options(self.name, self.more)


@dataclass(frozen=True)
class Chip:
    """A chosen value, with the URL of the list without it."""

    name: str
    label: str
    text: str
    value: str
    url: str
