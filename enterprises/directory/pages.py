"""One page of the directory: by number among candidates, by key in the long list of all."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.lists import ListPage, numbered_page
from enterprises.directory.cards import Card, cards
from enterprises.directory.filters import EnterpriseFilterSet
from enterprises.search.keyset import keyset_page
from enterprises.search.results import SearchResult, public_entries

NEAR = 5  # records shown where nothing answers the whole request


def directory_page(filterset: EnterpriseFilterSet, params: QueryDict, size: int) -> ListPage:
    """Return the page for which the URL asks; wrong parameters become notices, never errors."""
    paged = _by_key if filterset.result.is_everything else _by_number
    return paged(filterset, params, size)


def _by_number(filterset: EnterpriseFilterSet, params: QueryDict, size: int) -> ListPage:
    result = filterset.result
    page, notices = numbered_page(result.in_order, size, params.get("page", "1"))
    found = _cards(result, list(page))
    near = [] if found else _cards(result, result.nearest(NEAR))
    return ListPage(found, numbered=page, near=near, notices=notices)


def _by_key(filterset: EnterpriseFilterSet, params: QueryDict, size: int) -> ListPage:
    slug = params.get("before") or params.get("after")
    beside = public_entries().filter(enterprise__slug=slug).first() if slug else None
    is_backwards = "before" in params and beside is not None
    found = keyset_page(public_entries(), filterset.sort, size, beside, is_backwards)
    shown, previous, following = cards(found.rows), "", ""
    if shown and found.has_previous:
        previous = filterset.url(before=[shown[0].enterprise.slug])
    if shown and found.has_next:
        following = filterset.url(after=[shown[-1].enterprise.slug])
    notices = []
    if ("after" in params or "before" in params) and beside is None:
        notices.append(_("Không có trang bạn gọi; đây là trang đầu."))
    if params.get("page", "1") != "1":
        notices.append(_("Danh sách dài được lật lần lượt từng trang; đây là trang đầu."))
    return ListPage(shown, previous=previous, next=following, notices=notices)


def _cards(result: SearchResult, rows: list[tuple[int, str]]) -> list[Card]:
    chosen = [code for codes in result.request.codes.values() for code in codes]
    return cards(rows, result.query, chosen)
