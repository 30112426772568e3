"""Public lists: one search box, facets that combine OR inside and AND between, chips, sort, pages.

A bad parameter never breaks a list: what is not understood is left out, and the reader is told.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape

import django_filters
from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.choices import normalize_choices
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_filters.views import FilterView

from core.templatetags.formatting import figure

QUERY_LENGTH = 200


class KnownChoicesField(forms.MultipleChoiceField):
    """Several choices; a value that is not among them is set aside in `unknown`, not an error."""

    def clean(self, value: list[str] | None) -> list[str]:
        values = [str(v) for v in dict.fromkeys(value or [])]
        known = {str(key) for key, label in self.choices}
        self.unknown = [v for v in values if v not in known]
        return [v for v in values if v in known]


class SearchField(forms.CharField):
    """What was typed, cut at QUERY_LENGTH characters."""

    def clean(self, value: str | None) -> str:
        text = " ".join((value or "").split())
        self.was_cut = len(text) > QUERY_LENGTH
        return text[:QUERY_LENGTH]


class Facet(django_filters.MultipleChoiceFilter):
    """A filter drawn as a box of choices with counts.

    `apply` is the queryset method that takes the chosen values.
    """

    field_class = KnownChoicesField

    def __init__(self, *, apply: str, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.apply = apply

    def filter(self, queryset: QuerySet, values: list[str]) -> QuerySet:
        return getattr(queryset, self.apply)(values) if values else queryset


class Search(django_filters.CharFilter):
    """The search box: the queryset's `search` method decides what a word finds."""

    field_class = SearchField

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
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
    """A checkbox with its number for each option of a facet."""
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
        """What opens the others."""
        number = len(self.more)
        text = ngettext("Thêm %(n)s lựa chọn", "Thêm %(n)s lựa chọn", number)
        return text % {"n": number}

    @cached_property
    def drawn(self) -> SafeString:
        """The first options as a page has them."""
        return drawn_options(self.name, self.options)

    @cached_property
    def drawn_more(self) -> SafeString:
        """The others."""
        return drawn_options(self.name, self.more)


@dataclass(frozen=True)
class Chip:
    """A chosen value, with the address of the list without it."""

    name: str
    label: str
    text: str
    value: str
    url: str


class FacetedFilterSet(django_filters.FilterSet):
    """A list's filters and sort keys, held by the address alone."""

    # name in the address -> (label, order by); the first is the default.
    SORTS: dict[str, tuple[str, tuple[str, ...]]]
    # A facet's values, what each is called, and how many records stand under it, counted with the
    # facet's own choice left aside. Each filter set counts where its records are.
    counted: Callable[[str], Iterable[tuple[str, str, int]]]
    SHOWN_OPTIONS, MORE_OPTIONS = 8, 24

    q = Search(label="")

    def __init__(self, data: QueryDict | None = None, *args: object, **kwargs: object) -> None:
        super().__init__(QueryDict() if data is None else data, *args, **kwargs)
        for name in self._facet_names():
            extra = self.filters[name].extra
            if "choices" in extra:
                # Read once: a form would ask its callable again for each look at the choices.
                extra["choices"] = list(normalize_choices(extra["choices"]))

    def filter_queryset(self, queryset: QuerySet, without: Iterable[str] = ()) -> QuerySet:
        for name, value in self.form.cleaned_data.items():
            if name not in without:
                queryset = self.filters[name].filter(queryset, value)
        return queryset.order_by(*self.SORTS[self.sort][1])

    @property
    def sort(self) -> str:
        """The chosen sort key, the default where the address names none or a wrong one."""
        chosen = self.data.get("sort")
        return chosen if chosen in self.SORTS else next(iter(self.SORTS))

    @property
    def sorts(self) -> list[tuple[str, str]]:
        return [(name, label) for name, (label, _order) in self.SORTS.items()]

    @cached_property
    def facets(self) -> list[FacetBox]:
        """The boxes as the page draws them."""
        return self.boxes()

    def boxes(self) -> list[FacetBox]:
        """Each facet counted over what the other filters leave, so that OR inside it adds up.

        A facet with one choice that changes nothing is left out.
        """
        boxes = [self._box(name) for name in self._facet_names()]
        return [box for box in boxes if box.is_open or len(box.options) > 1]

    def _facet_names(self) -> Iterator[str]:
        return (name for name, filter_ in self.filters.items() if isinstance(filter_, Facet))

    def _box(self, name: str) -> FacetBox:
        filter_, chosen = self.filters[name], self.form.cleaned_data[name]
        options = [
            Option(value, label, count, value in chosen)
            for value, label, count in self.counted(name)
            if count or value in chosen
        ]
        if len(options) > self.SHOWN_OPTIONS:
            options.sort(key=lambda option: (not option.selected, -option.count))
        shown = options[: self.SHOWN_OPTIONS]
        more = options[self.SHOWN_OPTIONS : self.SHOWN_OPTIONS + self.MORE_OPTIONS]
        return FacetBox(name, filter_.label, shown, more, is_open=bool(chosen))

    def _labels(self, name: str) -> dict[str, str]:
        """What each value of a facet is called."""
        return {str(value): label for value, label in self.form.fields[name].choices}

    @cached_property
    def chips(self) -> list[Chip]:
        """Every condition in force, the search words first."""
        chips = []
        for name, value in self.form.cleaned_data.items():
            if name == "q":
                chips += [self._chip(name, _("Từ khóa"), value, value)] if value else []
                continue
            labels = self._labels(name) if value else {}
            facet = str(self.filters[name].label)
            chips += [self._chip(name, facet, str(labels[v]), v) for v in value]
        return chips

    def _chip(self, name: str, label: str, text: str, value: str) -> Chip:
        rest = [v for v in self.data.getlist(name) if v != value] if name != "q" else []
        return Chip(name, label, text, value, self.address(**{name: rest}))

    def address(self, **changes: list[str]) -> str:
        """This list with other values for some parameters, from its first page on."""
        params = self.data.copy()
        for name, values in {"page": [], "after": [], "before": [], **changes}.items():
            params.setlist(name, values)
        return f"?{params.urlencode()}"

    @cached_property
    def relaxations(self) -> list[tuple[Chip, int]]:
        """For an empty list: what each condition, taken away, would show; the most first."""
        found = []
        for name in {chip.name for chip in self.chips}:
            count = self.filter_queryset(self.queryset.all(), without={name}).count()
            found += [(chip, count) for chip in self.chips if chip.name == name and count]
        return sorted(found, key=lambda pair: -pair[1])

    @property
    def notices(self) -> list[str]:
        """What of the address was not understood, in words for the reader."""
        self.form.is_valid()
        fields = self.form.fields
        unknown = [v[:50] for field in fields.values() for v in getattr(field, "unknown", [])][:5]
        notices = []
        if unknown:
            values = ", ".join(f"“{v}”" for v in unknown)
            notices.append(_("Bỏ qua giá trị lọc không có: %(values)s.") % {"values": values})
        if fields["q"].was_cut:
            notices.append(
                _("Từ khóa quá dài: chỉ tìm theo %(count)d ký tự đầu.") % {"count": QUERY_LENGTH}
            )
        return notices


class FacetedListView(FilterView):
    """A public list; a page beyond the end shows the last one and says so."""

    paginate_by = 20

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple:
        asked = self.request.GET.get("page", "1")
        paginator = Paginator(queryset, page_size)
        page: Page = paginator.get_page(asked)
        self.page_notice = "" if asked == str(page.number) else self._page_notice(page)
        return paginator, page, page.object_list, page.has_other_pages()

    def _page_notice(self, page: Page) -> str:
        return _("Không có trang bạn gọi; đây là trang %(number)d trên %(last)d.") % {
            "number": page.number,
            "last": page.paginator.num_pages,
        }

    def get_context_data(self, **kwargs: object) -> dict:
        context = super().get_context_data(**kwargs)
        notices = [*self.filterset.notices, self.page_notice]
        pages = context["paginator"].get_elided_page_range(
            context["page_obj"].number, on_each_side=1, on_ends=1
        )
        return {**context, "notices": [n for n in notices if n], "page_numbers": list(pages)}
