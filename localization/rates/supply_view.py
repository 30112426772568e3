"""The page from an industry's needs to the makers of a group of components."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from localization.models import ComponentGroup, Wave
from localization.rates.supply import Need, latest_wave, needs_of, suppliers_of
from localization.rates.views import IndustryPage

GROUP_PARAMETER = "nhom"


class SupplyPage(IndustryPage):
    """An industry's groups of components, and the makers of the one that the reader chooses."""

    template_name = "localization/rates/supply.html"

    @cached_property
    def needs(self) -> list[Need]:
        return needs_of(self.rate.industry, self.wave)

    @cached_property
    def wave(self) -> Wave | None:
        return latest_wave(self.is_demo)

    def chosen(self) -> ComponentGroup | None:
        """Return the group that the URL names, else the first."""
        groups = {need.group.slug: need.group for need in self.needs}
        first = next(iter(groups.values()), None)
        return groups.get(self.request.GET.get(GROUP_PARAMETER, ""), first)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
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
            trail=[*self.trail, (self._industry_url, self.rate.industry.name)],
            **kwargs,
        )

    @property
    def _industry_url(self) -> str:
        return self.page_url("industry", self.rate.industry.slug)
