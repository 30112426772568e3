"""Public pages of the localization rates, open to everyone by design."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from catalogue.models import Industry
from core.downloads import CONTENT_TYPES, json_response, table_response
from localization.models import ContextSeries, Method, Rate
from localization.rates.charts import Chart, ChartValue, draw, span
from localization.rates.downloads import as_document, as_table
from localization.rates.industries import IndustryRates, all_rates, rates_of
from localization.rates.page_urls import page_url
from localization.rates.survey_tables import survey_tables
from localization.rates.totals import CityTotal, city_totals
from programme.models import Programme, Target


class RatesPage(TemplateView):
    """A page of real rates, or with `is_demo` of those that the demo survey came to."""

    is_demo = False

    def page_url(self, name: str, *args: str) -> str:
        return page_url(name, self.is_demo, *args)

    @property
    def trail(self) -> list[tuple[str, str]]:
        """The pages above those of an industry."""
        above = [(reverse("localization:overview"), _("Tỷ lệ nội địa hóa"))]
        demo = [(self.page_url("overview"), _("Dữ liệu minh họa"))] if self.is_demo else []
        return above + demo

    def downloads(self, name: str, *args: str) -> list[tuple[str, str]]:
        """Return the formats of a download with their URLs."""
        return [(each.upper(), self.page_url(name, *args, each)) for each in CONTENT_TYPES]

    def file(
        self, name: str, file_format: str, rates: list[IndustryRates], totals: list[CityTotal]
    ) -> HttpResponse:
        if file_format == "json":
            return json_response(as_document(rates, totals), name)
        return table_response(as_table(rates, totals), name, file_format)


class Overview(RatesPage):
    """The industries side by side: targets, values, verdicts, and the City's total."""

    template_name = "localization/rates/overview.html"

    @cached_property
    def rates(self) -> list[IndustryRates]:
        return all_rates(self.is_demo)

    def totals(self) -> list[CityTotal]:
        """Return the City's totals; demo data have none, for the weights are of real industries."""
        if self.is_demo:
            return []
        return city_totals({rate.industry.pk: rate.series for rate in self.rates})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        between = span(percent for rate in self.rates for percent in rate.percents)
        averages = Target.objects.filter(code__startswith="localization_average_")
        return super().get_context_data(
            charts=[(rate, rate.chart(between)) for rate in self.rates],
            rates=self.rates,
            years=sorted({goal.year for each in self.rates for goal in each.goals}),
            has_values=any(rate.rates for rate in self.rates),
            totals=self.totals(),
            sources=dict.fromkeys(source for each in self.rates for source in each.sources),
            averages=averages.in_force().select_related("programme").order_by("by_year"),
            methods=Method.objects.in_force().computable(),
            contexts=[(series, _context(series)) for series in _context_series()],
            downloads=self.downloads("overview-download"),
            has_demo=not self.is_demo and Rate.objects.demo().standing().exists(),
            is_demo=self.is_demo,
            programme=Programme.objects.main(),
            trail=self.trail[:1] if self.is_demo else [],
            **kwargs,
        )


def _context_series() -> QuerySet[ContextSeries]:
    return ContextSeries.objects.prefetch_related("values")


def _context(series: ContextSeries) -> Chart:
    values = [ChartValue(each.year, each.percent) for each in series.values.all()]
    return draw([("context", values)])


class OverviewDownload(Overview):
    """What the overview shows, with every vintage, as a file."""

    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        return self.file(f"ty-le-noi-dia-hoa {localdate()}", form, self.rates, self.totals())


class IndustryPage(RatesPage):
    """One industry: its chart with targets, the same numbers, tables of the survey, vintages."""

    template_name = "localization/rates/industry.html"

    @cached_property
    def rate(self) -> IndustryRates:
        industry = get_object_or_404(Industry, slug=self.kwargs["slug"])
        found = rates_of(industry, self.is_demo)
        if not found.targets:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        slug = self.rate.industry.slug
        estimate, tables = survey_tables(self.rate.industry, self.is_demo)
        return super().get_context_data(
            industry=self.rate.industry,
            rate=self.rate,
            chart=self.rate.chart(),
            estimate=estimate,
            tables=tables,
            methods=self.rate.methods or Method.objects.in_force().computable(),
            downloads=self.downloads("industry-download", slug),
            supply=self.page_url("supply", slug),
            is_demo=self.is_demo,
            today=localdate(),
            trail=self.trail,
            **kwargs,
        )


class IndustryDownload(IndustryPage):
    """The industry's targets and publications as a file."""

    def get(self, request: HttpRequest, slug: str, form: str) -> HttpResponse:
        return self.file(f"ty-le-noi-dia-hoa {slug} {localdate()}", form, [self.rate], [])
