"""What an industry's makers import most, and who in the City makes it."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from catalogue.models import Industry
from enterprises.directory.cards import Card, cards
from enterprises.search.query import ParsedQuery, parse_query
from enterprises.search.results import RELEVANCE, SearchRequest, search
from localization.estimating import disclosure
from localization.estimating.disclosure import CellContribution
from localization.models import Answer, ComponentGroup, ProductLine, Wave

MAX_SUPPLIERS = 12


@dataclass
class Need:
    """A group of components, with what answers report as bought of it, in triệu đồng.

    The sums are those of the answers, not raised to the whole industry; None where nobody has
    answered, or where so few have that the sum would disclose one.
    """

    group: ComponentGroup
    imported: Decimal | None = None
    domestic: Decimal | None = None
    answers: int | None = None

    @property
    def imported_share(self) -> Decimal | None:
        """Per cent of what is bought that comes from abroad."""
        if self.imported is None or not self.imported + self.domestic:
            return None
        share = 100 * self.imported / (self.imported + self.domestic)
        return share.quantize(Decimal("0.1"))


def latest_wave(is_demo: bool) -> Wave | None:
    """Return the last wave whose results are published: its answers no longer change."""
    published = Wave.objects.filter(state=Wave.State.PUBLISHED, is_demo=is_demo)
    return published.order_by("-year").first()


def needs_of(industry: Industry, wave: Wave | None) -> list[Need]:
    """Return the industry's groups, what is imported most first; two queries."""
    bought = _bought(industry, wave) if wave else {}
    groups = ComponentGroup.objects.filter(industries=industry)
    needs = [_need(group, bought.get(group.pk, [])) for group in groups]
    return sorted(needs, key=lambda need: -(need.imported or 0))


def _bought(industry: Industry, wave: Wave) -> dict[int, list[tuple[str, Decimal, Decimal]]]:
    """Return owner, imported and domestic amount of each submitted product line, by group."""
    bought = ProductLine.objects.filter(
        answer__state=Answer.State.SUBMITTED,
        answer__unit__wave=wave,
        answer__unit__industry=industry,
    )
    found: dict[int, list[tuple[str, Decimal, Decimal]]] = defaultdict(list)
    for group, *line in bought.values_list("group", "answer__unit__owner", "imported", "domestic"):
        found[group].append(tuple(line))
    return found


def _need(group: ComponentGroup, lines: list[tuple[str, Decimal, Decimal]]) -> Need:
    if disclosure.reason([CellContribution(owner, float(x), 1, ()) for owner, x, _d in lines if x]):
        return Need(group)
    imported, domestic = (sum(line[at] for line in lines) for at in (1, 2))
    return Need(group, imported, domestic, len(lines))


def suppliers_of(group: ComponentGroup) -> tuple[list[Card], ParsedQuery | None]:
    """Return the directory's best matches for the group's words, real enterprises first."""
    result = search(SearchRequest(parse_query(group.search_words)), RELEVANCE)
    return cards(result.in_order[:MAX_SUPPLIERS], result.query), result.query
