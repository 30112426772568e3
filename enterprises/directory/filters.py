"""The filters of the enterprise directory, whose records come from the search index."""

from collections.abc import Mapping
from functools import cached_property

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from core import cache_versions
from core.lists import Conditions, FacetBox, FacetedFilterSet
from core.templatetags.formatting import figure
from enterprises.directory import facets
from enterprises.directory.facets import CodeFacet, Offered
from enterprises.models import Enterprise
from enterprises.models.search import FACET_COUNTS
from enterprises.search.parsed_query import ParsedQuery
from enterprises.search.query import parse_query
from enterprises.search.results import CAP, RELEVANCE, SearchRequest, SearchResult, search
from enterprises.search.vocabulary import VOCABULARY


class EnterpriseFilterSet(FacetedFilterSet):
    """Search box and facets of the directory; `result` is what they find."""

    SORTS = {
        RELEVANCE: (_("Sát yêu cầu nhất"), ()),
        "name": (_("Tên A–Z"), ()),
        "updated": (_("Mới cập nhật"), ()),
        "employees": (_("Số lao động"), ()),
    }

    industry = CodeFacet(label=_("Ngành"), options=facets.terms("industry"))
    family = CodeFacet(label=_("Nhóm công nghệ"), options=facets.terms("family"))
    process = CodeFacet(label=_("Công nghệ gia công"), options=facets.terms("process"))
    material = CodeFacet(label=_("Vật liệu"), options=facets.terms("material"))
    certificate = CodeFacet(label=_("Chứng nhận còn hiệu lực"), options=facets.terms("standard"))
    machine = CodeFacet(label=_("Máy, thiết bị"), options=facets.terms("machine"))
    minimum = CodeFacet(
        label=_("Mức tối thiểu của máy"), options=facets.minimums, condition="machine"
    )
    ward = CodeFacet(label=_("Phường, xã, đặc khu"), options=facets.terms("ward"))
    park = CodeFacet(label=_("Khu, cụm công nghiệp"), options=facets.terms("park"))
    locality = CodeFacet(
        label=_("Địa bàn"), options=facets.choices("locality", Enterprise.Locality)
    )
    size = CodeFacet(label=_("Quy mô"), options=facets.choices("size", Enterprise.SizeClass))
    ownership = CodeFacet(
        label=_("Loại hình"), options=facets.choices("ownership", Enterprise.Ownership)
    )
    export = CodeFacet(label=_("Xuất khẩu"), options=facets.exports)
    sector = CodeFacet(label=_("Lĩnh vực ưu tiên"), options=facets.terms("sector"))
    updated = CodeFacet(label=_("Cập nhật"), options=facets.updates)
    record = CodeFacet(label=_("Loại bản ghi"), options=facets.records)

    @cached_property
    def query(self) -> ParsedQuery | None:
        """The text of the search box as typed; the one really used is `result.query`."""
        return parse_query(self.values.get("q") or "")

    @cached_property
    def result(self) -> SearchResult:
        """What the index has for the conditions in force."""
        return search(self._request(self.conditions(), self.query), self.sort)

    def _request(self, conditions: Conditions, query: ParsedQuery | None) -> SearchRequest:
        codes: dict[str, list[str]] = {}
        for name, values in conditions.items():
            if name != "q":
                offered = self.filters[name].offered
                codes[name] = [code for value in values for code in offered[value][1]]
        if minimums := codes.pop("minimum", None):
            # A minimum takes the place of its kind, so that 'press' beside 'press of 250' narrows.
            bare = {facets.kind_of(code) for code in minimums}
            kinds = [code for code in codes.get("machine", []) if code not in bare]
            codes["machine"] = kinds + minimums
        return SearchRequest(query if "q" in conditions else None, codes)

    def count(self, conditions: Conditions) -> int:
        return self._request(conditions, self.result.query).count()

    def count_values(self, name: str, conditions: Conditions) -> Mapping[str, int]:
        counts = self.result.counts_for(self._request(conditions, self.result.query))
        return {
            value: counts[codes[0]] if len(codes) == 1 else sum(counts[code] for code in codes)
            for value, (_label, codes) in self._offered(name).items()
        }

    def labels(self, name: str) -> dict[str, str]:
        return {value: str(label) for value, (label, _codes) in self._offered(name).items()}

    def _offered(self, name: str) -> Offered:
        """Return a facet's values; minimums for the chosen kinds of machines alone."""
        offered: Offered = self.filters[name].offered if name != "minimum" else {}
        if name == "minimum" and (chosen := self.result.request.codes.get("machine")):
            kinds = {facets.kind_of(code) for code in chosen}
            every = self.filters[name].offered
            offered = {v: pair for v, pair in every.items() if facets.kind_of(pair[1][0]) in kinds}
        return offered

    @property
    def sorts(self) -> list[tuple[str, str | Promise]]:
        return [pair for pair in super().sorts if self.query or pair[0] != RELEVANCE]

    @cached_property
    def facets(self) -> list[FacetBox]:
        """The boxes; those of the unfiltered list are cached, drawn options and all."""
        if not self.result.is_everything:
            return self.boxes()
        key = f"enterprises.facets.{get_language()}.{localdate():%Y-%m}"
        return cache_versions.cached(key, (VOCABULARY, FACET_COUNTS), self.boxes)

    @property
    def notices(self) -> list[str]:
        notices = super().notices
        if self.result.query:
            notices += _query_notices(self.result.query)
        if self.result.is_capped:
            notices.append(
                gettext(
                    "Có hơn %(cap)s kết quả; số đếm của bộ lọc tính trên %(cap)s kết quả đầu. "
                    "Hãy thêm từ khóa hoặc bộ lọc."
                )
                % {"cap": figure(CAP)}
            )
        return notices


def _query_notices(query: ParsedQuery) -> list[str]:
    """Return what was changed in the query so that it finds something."""
    notices = []
    if query.left_out:
        words = ", ".join(f"“{word}”" for word in query.left_out)
        notices.append(
            gettext("Không doanh nghiệp nào có %(words)s; tìm các từ còn lại.") % {"words": words}
        )
    elif query.is_relaxed and not query.corrections:
        notices.append(gettext("Không có kết quả khớp từng từ; đây là kết quả gần giống."))
    if query.corrections:
        pairs = ", ".join(f"“{typed}” → “{right}”" for typed, right in query.corrections)
        notices.append(
            gettext("Không có từ bạn gõ; tìm cả từ gần nhất: %(pairs)s.") % {"pairs": pairs}
        )
    return notices
