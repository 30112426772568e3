"""One page of the directory: numbered among candidates, by key in the long list behind them."""

from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from enterprises.directory.cards import Card, cards
from enterprises.directory.filters import EnterpriseFilterSet
from enterprises.search.results import SearchResult, keyset_page, public_entries

PAGE_SIZE = 20
NEAR = 5  # records shown where nothing answers the whole request


@dataclass
class DirectoryPage:
    """Cards, and the ways to the neighbouring pages."""

    cards: list[Card]
    numbered: Page | None = None
    previous: str = ""  # address
    next: str = ""
    near: list[Card] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def page_numbers(self) -> list:
        """The numbers that the page links to, with gaps."""
        paginator, number = self.numbered.paginator, self.numbered.number
        return list(paginator.get_elided_page_range(number, on_each_side=1, on_ends=1))


def directory_page(filterset: EnterpriseFilterSet, address: QueryDict) -> DirectoryPage:
    """The page that the address asks for; what it asks wrongly is told, never an error."""
    finding = filterset.finding
    return (_by_key if finding.is_everything else _by_number)(filterset, address)


def _by_number(filterset: EnterpriseFilterSet, address: QueryDict) -> DirectoryPage:
    finding, asked = filterset.finding, address.get("page", "1")
    paginator = Paginator(finding.in_order, PAGE_SIZE)
    numbered = paginator.get_page(asked)
    page = DirectoryPage(_cards(finding, list(numbered)), numbered)
    if asked != str(numbered.number):
        page.notices.append(
            _("Không có trang bạn gọi; đây là trang %(number)d trên %(last)d.")
            % {"number": numbered.number, "last": paginator.num_pages}
        )
    if not page.cards:
        page.near = _cards(finding, finding.nearest(NEAR))
    return page


def _by_key(filterset: EnterpriseFilterSet, address: QueryDict) -> DirectoryPage:
    is_backwards = "before" in address
    slug = address.get("before") or address.get("after")
    beside = public_entries().filter(enterprise__slug=slug).first() if slug else None
    is_backwards = is_backwards and beside is not None
    found = keyset_page(public_entries(), filterset.sort, PAGE_SIZE, beside, is_backwards)
    page = DirectoryPage(cards(found.rows))
    if page.cards and found.has_previous:
        page.previous = filterset.address(before=[page.cards[0].enterprise.slug])
    if page.cards and found.has_next:
        page.next = filterset.address(after=[page.cards[-1].enterprise.slug])
    if ("after" in address or "before" in address) and beside is None:
        page.notices.append(_("Không có trang bạn gọi; đây là trang đầu."))
    if address.get("page", "1") != "1":
        page.notices.append(_("Danh sách dài được lật lần lượt từng trang; đây là trang đầu."))
    return page


def _cards(finding: SearchResult, rows: list[tuple[int, str]]) -> list[Card]:
    asked = [code for codes in finding.chosen.values() for code in codes]
    return cards(rows, finding.query, asked)
