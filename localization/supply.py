"""From gap to supplier: what an industry's makers import most, and who in the City makes it."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from catalogue.models import Industry
from enterprises.directory.cards import Card, cards
from enterprises.search.query import ParsedQuery, parse_query
from enterprises.search.results import RELEVANCE, SearchRequest, search
from localization.estimating import disclosure
from localization.estimating.disclosure import Part
from localization.models import ComponentGroup, ProductLine, Wave
from localization.views import IndustryPage

MOST_SUPPLIERS = 12
CHOSEN = "nhom"  # the parameter that names a group


@dataclass
class Need:
    """A group of components, with what answers say is bought of it, in triệu đồng.

    The sums are those of the answers, not raised to the whole industry; None where nobody has
    answered, or where so few have that the sum would give one away.
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
    """The last wave whose results are published: its answers no longer change."""
    published = Wave.objects.filter(state=Wave.State.PUBLISHED, is_demo=is_demo)
    return published.order_by("-year").first()


def needs_of(industry: Industry, wave: Wave | None) -> list[Need]:
    """The industry's groups, what is imported most first; two queries."""
    bought = _bought(industry, wave) if wave else {}
    groups = ComponentGroup.objects.filter(industries=industry)
    needs = [_need(group, bought.get(group.pk, [])) for group in groups]
    return sorted(needs, key=lambda need: -(need.imported or 0))


def _bought(industry: Industry, wave: Wave) -> dict[int, list[tuple[str, Decimal, Decimal]]]:
    """By group: owner, imported, bought in Viet Nam, of each line of submitted answers."""
    lines = ProductLine.objects.filter(
        answer__state="submitted", answer__unit__wave=wave, answer__unit__industry=industry
    )
    found = defaultdict(list)
    for group, *line in lines.values_list("group", "answer__unit__owner", "imported", "domestic"):
        found[group].append(tuple(line))
    return found


def _need(group: ComponentGroup, lines: list[tuple[str, Decimal, Decimal]]) -> Need:
    if disclosure.reason([Part(owner, float(x), 1, ()) for owner, x, _d in lines if x]):
        return Need(group)
    imported, domestic = (sum(line[at] for line in lines) for at in (1, 2))
    return Need(group, imported, domestic, len(lines))


def suppliers_of(group: ComponentGroup) -> tuple[list[Card], ParsedQuery | None]:
    """The best answers of the directory to the group's words, real enterprises first."""
    result = search(SearchRequest(parse_query(group.search_words)), RELEVANCE)
    return cards(result.in_order[:MOST_SUPPLIERS], result.query), result.query


class SupplyPage(IndustryPage):
    """An industry's groups of components, and the makers of the one that the reader chooses."""

    template_name = "localization/supply.html"

    @cached_property
    def needs(self) -> list[Need]:
        return needs_of(self.rate.industry, self.wave)

    @cached_property
    def wave(self) -> Wave | None:
        return latest_wave(self.is_demo)

    def chosen(self) -> ComponentGroup | None:
        """The group that the address names, else the first."""
        groups = {need.group.slug: need.group for need in self.needs}
        first = next(iter(groups.values()), None)
        return groups.get(self.request.GET.get(CHOSEN, ""), first)

    def get_context_data(self, **kwargs) -> dict:
        group = self.chosen()
        found, query = suppliers_of(group) if group else ([], None)
        directory = reverse("enterprises:enterprise-list")
        return super(IndustryPage, self).get_context_data(
            industry=self.rate.industry,
            rate=self.rate,
            wave=self.wave,
            needs=self.needs,
            chosen=group,
            suppliers=found,
            hits=query.hits if query else "",
            directory=group and f"{directory}?{urlencode({'q': group.search_words})}",
            is_demo=self.is_demo,
            trail=[*self.trail, (self._above, self.rate.industry.name)],
            **kwargs,
        )

    @property
    def _above(self) -> str:
        return self.address("industry", self.rate.industry.slug)
