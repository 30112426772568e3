"""The facets of the enterprise directory: every choice is a code of the search index."""

from collections.abc import Callable, Iterator
from datetime import date

from django import forms
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from catalogue import units
from core import cache_versions
from core.lists import Chip, Facet, FacetBox, FacetedFilterSet
from enterprises.models import Enterprise
from enterprises.models.search import FACET_COUNTS
from enterprises.search.codes import code, machine_code, month_code
from enterprises.search.query import ParsedQuery, parse_query
from enterprises.search.results import CAP, RELEVANCE, SearchResult
from enterprises.search.vocabulary import VOCABULARY, vocabulary

MONTHS = (1, 3, 12)


Offered = dict[str, tuple[str, list[str]]]  # value -> (label, codes any of which satisfies it)


class OfferedField(forms.Field):
    """Several values of those that `offered` holds; others are set aside in `unknown`."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, offered: Callable[[], Offered], **kwargs) -> None:
        super().__init__(**kwargs)
        self.offered = offered

    def clean(self, value: list[str] | None) -> list[str]:
        values = list(dict.fromkeys(value or []))
        known = self.offered() if values else {}
        self.unknown = [v for v in values if v not in known]
        return [v for v in values if v in known]


class CodeFacet(Facet):
    """A facet whose values stand for codes of the search index."""

    def __init__(self, *, options: Callable[[], Offered], **kwargs) -> None:
        super().__init__(apply="", **kwargs)
        self.options = options

    @cached_property
    def field(self) -> OfferedField:
        # Made by the copy of this filter that one request has, and so with that request's values.
        return OfferedField(offered=lambda: self.offered, required=False, label=self.label)

    @cached_property
    def offered(self) -> Offered:
        """The values, read when they are first needed and once a request."""
        return self.options()


def _terms(kind: str):
    def read() -> Offered:
        return {n.value: (n.name, [n.code]) for n in vocabulary().by_kind[kind]}

    return lambda: cache_versions.cached(
        f"{VOCABULARY}.{kind}.{get_language()}", (VOCABULARY,), read
    )


def _choices(kind: str, choices: type):
    def options() -> Offered:
        return {value: (label, [code(kind, value)]) for value, label in choices.choices}

    return options


def _exports() -> Offered:
    return {
        "co": (_now("Có xuất khẩu"), [code("export", "any")]),
        "tu-50": (_now("Xuất khẩu từ 50% doanh thu"), [code("export", "most")]),
    }


def _records() -> Offered:
    return {
        "0": (_now("Doanh nghiệp thật"), [code("record", 0)]),
        "1": (_now("Dữ liệu minh họa"), [code("record", 1)]),
    }


def _minimums() -> Offered:
    """Every minimum by which machines of a kind can be asked for, 'may-dap:250'."""
    options = {}
    for named in vocabulary().by_kind["machine"]:
        kind = vocabulary().machine_kinds[named.code]
        for step in kind.minimums:
            label = _now("%(machine)s từ %(figure)s %(unit)s") % {
                "machine": named.name,
                "figure": f"{step.normalize():f}".replace(".", ","),
                "unit": units.label(kind.unit),
            }
            value = f"{named.value}:{step.normalize():f}"
            options[value] = (label, [machine_code(kind.pk, step)])
    return options


def _months(number: int) -> list[date]:
    """The first days of this month and of the `number` - 1 before it."""
    today, days = localdate(), []
    for back in range(number):
        month = today.year * 12 + today.month - 1 - back
        days.append(date(month // 12, month % 12 + 1, 1))
    return days


def _updates() -> Offered:
    options = {}
    for number in MONTHS:
        days = _months(number)
        label = _now("Từ %(day)s") % {"day": date_format(days[-1], "SHORT_DATE_FORMAT")}
        options[f"{number}-thang"] = (label, [month_code(day) for day in days])
    return options


class EnterpriseFilterSet(FacetedFilterSet):
    """Search box and facets of the directory; `finding` is what they ask of the index."""

    SORTS = {
        RELEVANCE: (_("Sát yêu cầu nhất"), ()),
        "name": (_("Tên A–Z"), ()),
        "updated": (_("Mới cập nhật"), ()),
        "employees": (_("Số lao động"), ()),
    }

    industry = CodeFacet(label=_("Ngành"), options=_terms("industry"))
    family = CodeFacet(label=_("Nhóm công nghệ"), options=_terms("family"))
    process = CodeFacet(label=_("Công nghệ gia công"), options=_terms("process"))
    material = CodeFacet(label=_("Vật liệu"), options=_terms("material"))
    certificate = CodeFacet(label=_("Chứng nhận còn hiệu lực"), options=_terms("standard"))
    machine = CodeFacet(label=_("Máy, thiết bị"), options=_terms("machine"))
    minimum = CodeFacet(label=_("Mức tối thiểu của máy"), options=_minimums)
    ward = CodeFacet(label=_("Phường, xã, đặc khu"), options=_terms("ward"))
    park = CodeFacet(label=_("Khu, cụm công nghiệp"), options=_terms("park"))
    locality = CodeFacet(label=_("Địa bàn"), options=_choices("locality", Enterprise.Locality))
    size = CodeFacet(label=_("Quy mô"), options=_choices("size", Enterprise.SizeClass))
    ownership = CodeFacet(label=_("Loại hình"), options=_choices("ownership", Enterprise.Ownership))
    export = CodeFacet(label=_("Xuất khẩu"), options=_exports)
    sector = CodeFacet(label=_("Lĩnh vực ưu tiên"), options=_terms("sector"))
    updated = CodeFacet(label=_("Cập nhật"), options=_updates)
    record = CodeFacet(label=_("Loại bản ghi"), options=_records)

    @cached_property
    def query(self) -> ParsedQuery | None:
        """What the search box asks for."""
        self.form.is_valid()
        return parse_query(self.form.cleaned_data.get("q") or "")

    @cached_property
    def finding(self) -> SearchResult:
        """What the whole form asks of the index."""
        return SearchResult(self.query, self._chosen(), self.sort)

    def _chosen(self) -> dict[str, list[str]]:
        chosen = {}
        for name in self._facet_names():
            if values := self.form.cleaned_data.get(name):
                offered = self.filters[name].offered
                chosen[name] = [code for value in values for code in offered[value][1]]
        if minimums := chosen.pop("minimum", None):
            # A minimum takes the place of its kind, so that 'press' beside 'press of 250' narrows.
            bare = {code.partition("_min_")[0] for code in minimums}
            kinds = [code for code in chosen.get("machine", []) if code not in bare]
            chosen["machine"] = kinds + minimums
        return chosen

    @property
    def sort(self) -> str:
        """The chosen order; by default how well words are answered, or else the name."""
        offered = [name for name, _label in self.sorts]
        chosen = self.data.get("sort")
        return chosen if chosen in offered else offered[0]

    @property
    def sorts(self) -> list[tuple[str, str]]:
        return [pair for pair in super().sorts if self.query or pair[0] != RELEVANCE]

    @cached_property
    def facets(self) -> list[FacetBox]:
        """The boxes; those of the unfiltered list are kept in memory, drawn options and all."""
        if self.finding.is_everything:
            key = f"enterprises.facets.{get_language()}.{localdate():%Y-%m}"
            return cache_versions.cached(key, (VOCABULARY, FACET_COUNTS), self.boxes)
        return self.boxes()

    def _labels(self, name: str) -> dict[str, str]:
        return {value: label for value, (label, _codes) in self._offered(name).items()}

    def counted(self, name: str) -> Iterator[tuple[str, str, int]]:
        counts = self.finding.counts("machine" if name == "minimum" else name)
        for value, (label, codes) in self._offered(name).items():
            count = counts[codes[0]] if len(codes) == 1 else sum(counts[code] for code in codes)
            yield value, label, count

    def _offered(self, name: str) -> Offered:
        """A facet's values; minimums for those kinds of machines alone that are asked for."""
        if name != "minimum":
            return self.filters[name].offered
        kinds = {code.partition("_min_")[0] for code in self.finding.chosen.get("machine", [])}
        offered = self.filters[name].offered.items() if kinds else ()
        return {v: pair for v, pair in offered if pair[1][0].partition("_min_")[0] in kinds}

    @cached_property
    def relaxations(self) -> list[tuple[Chip, int]]:
        found = []
        for name in dict.fromkeys(chip.name for chip in self.chips):
            number = self.finding.number(["machine" if name == "minimum" else name])
            found += [(chip, number) for chip in self.chips if chip.name == name and number]
        return sorted(found, key=lambda pair: -pair[1])

    @property
    def notices(self) -> list[str]:
        is_capped = self.finding.is_capped  # which may read the words again, with more good will
        query = self.finding.query
        corrections = query.corrections if query else ()
        notices = super().notices
        if query and query.left_out:
            words = ", ".join(f"“{word}”" for word in query.left_out)
            notices.append(
                _now("Không doanh nghiệp nào có %(words)s; tìm các từ còn lại.") % {"words": words}
            )
        elif query and query.is_relaxed and not corrections:
            notices.append(_now("Không có kết quả khớp từng từ; đây là kết quả gần giống."))
        if corrections:
            pairs = ", ".join(f"“{typed}” → “{right}”" for typed, right in corrections)
            notices.append(
                _now("Không có từ bạn gõ; tìm cả từ gần nhất: %(pairs)s.") % {"pairs": pairs}
            )
        if is_capped:
            notices.append(
                _now(
                    "Có hơn %(cap)s kết quả; số đếm của bộ lọc tính trên %(cap)s kết quả đầu. "
                    "Hãy thêm từ khóa hoặc bộ lọc."
                )
                % {"cap": f"{CAP:,}".replace(",", ".")}
            )
        return notices
